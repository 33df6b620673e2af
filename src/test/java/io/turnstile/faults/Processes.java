package io.turnstile.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Instances of one group as processes of their own. Struck by one thread, looked at by another. */
final class Processes implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Optional<Integer> LIVE = Optional.of(200);
    private static final Duration END = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Path folder;
    private final Incidents incidents;
    private final List<Instance> instances = new ArrayList<>();
    private final Set<Instance> suspects = new HashSet<>();
    private final Set<Instance> struck = ConcurrentHashMap.newKeySet();
    private final List<Instance> guests = new ArrayList<>();

    Processes(Map<String, String> environment, Path folder, int count, Incidents incidents) throws IOException {
        this.environment = environment;
        this.folder = folder;
        this.incidents = incidents;
        for (int i = 1; i <= count; i++) {
            Instance instance = new Instance("instance-" + i, environment, folder);
            instances.add(instance);
            instance.start();
        }
    }

    void awaitReady() {
        for (Instance each : instances) {
            awaitStarted(each);
        }
    }

    /** Returns the instance that no fault of processes strikes. */
    Instance lasting() {
        return instances.get(instances.size() - 1);
    }

    void strike(ProcessFault fault) throws IOException, InterruptedException {
        Instance victim = instances.get(fault.instance());
        struck.add(victim);
        switch (fault.what()) {
            case KILL -> {
                victim.kill();
                Pause.of(fault.lasts());
                restart(victim);
            }
            case TERMINATE -> {
                if (!victim.terminate(END)) {
                    incidents.note(victim.name() + " has not ended " + END.toSeconds() + " s after SIGTERM");
                    victim.kill();
                }
                restart(victim);
            }
            case FREEZE -> {
                victim.signal("STOP");
                Pause.of(fault.lasts());
                victim.signal("CONT");
                awaitReady(victim, START);
            }
            case GUEST, KILLED_GUEST -> guest(fault);
            case SAME_NAME -> twin(victim, fault);
        }
        struck.remove(victim);
    }

    void strike(DiskFault fault) throws IOException, InterruptedException {
        Instance victim = instances.get(fault.instance());
        switch (fault.what()) {
            case FULL -> {
                victim.limitFiles("4096:unlimited");
                Pause.of(fault.lasts());
                victim.limitFiles("unlimited:unlimited");
            }
            case INDEX_CORRUPTED -> victim.corruptIndex();
            case INDEX_DELETED -> victim.deleteIndex();
        }
    }

    private void restart(Instance victim) throws IOException {
        victim.start();
        awaitStarted(victim);
    }

    private void guest(ProcessFault fault) throws IOException, InterruptedException {
        Instance guest = new Instance("guest-" + (guests.size() + 1), environment, folder);
        guests.add(guest);
        guest.start();
        awaitStarted(guest);
        Pause.of(fault.lasts());
        if (fault.what() == ProcessFault.Kind.KILLED_GUEST || !guest.terminate(END)) {
            guest.kill();
        }
    }

    private void twin(Instance victim, ProcessFault fault) throws IOException, InterruptedException {
        victim.startTwin();
        Pause.of(fault.lasts());
        Awaitility.await("one of two processes with the same name ends: logs in " + folder)
                .pollInSameThread()
                .atMost(START)
                .until(victim::isOneOfTwoGone);
        if (victim.isAlive()) {
            awaitReady(victim, START);
        } else {
            restart(victim);
        }
    }

    /** Notes what has ended by itself, or is not live at two looks, unless a fault is at it. */
    void look() throws InterruptedException {
        for (Instance each : instances) {
            boolean isWell = struck.contains(each)
                    || (each.isAlive() && each.health("live").equals(LIVE));
            if (isWell || struck.contains(each)) {
                suspects.remove(each);
            } else if (!suspects.add(each)) {
                incidents.note(each.name() + (each.isAlive() ? " is not live" : " has ended by itself"));
            }
        }
    }

    /** Starts it again, as a supervisor does, while it ends because Kafka does not answer at its start. */
    private void awaitStarted(Instance instance) {
        Awaitility.await(instance.name() + " starts: logs in " + folder)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .atMost(START)
                .until(() -> {
                    if (!instance.isAlive()) {
                        instance.start();
                    }
                    return instance.health("ready").equals(LIVE);
                });
    }

    private void awaitReady(Instance instance, Duration atMost) {
        Awaitility.await(instance.name() + " is ready: logs in " + folder)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .atMost(atMost)
                .until(() -> instance.health("ready").orElse(0) == 200);
    }

    @Override
    public void close() {
        instances.forEach(Instance::close);
        guests.forEach(Instance::close);
    }
}
