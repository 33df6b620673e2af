package io.turnstile.faults;

import io.turnstile.config.Settings;
import io.turnstile.simulator.world.Location;
import io.turnstile.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * Brokers, instances and an Altegio, with networks between them, and what strikes them: faults of one subject one after the
 * other, those of different subjects side by side. All its processes end with it, and with this process.
 */
final class FaultWorld implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Incidents incidents = new Incidents();
    private final List<Struck> struck = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Thread atExit = new Thread(this::closeParts);
    private final Brokers brokers;
    private final Altegio altegio;
    private final Settings settings;
    private final Map<String, String> environment;
    private Processes processes;
    private Operators operators;
    private Endurance endurance;

    /** Starts brokers and Altegio. */
    FaultWorld(int size) throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            folder = Files.createTempDirectory("turnstile-faults-");
            altegio = part(new Altegio());
            brokers = part(new Brokers(Files.createDirectories(folder.resolve("kafka")), size));
            environment = new HashMap<>(Map.of(
                    "TURNSTILE_KAFKA_GROUP", "faults",
                    "TURNSTILE_INSTANCE", "faults",
                    "TURNSTILE_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", Long.toString(ProcessFault.SESSION.toMillis()),
                    "TURNSTILE_RETRY_DELAYS", "300ms,600ms,1s",
                    "TURNSTILE_HTTP_PORT", "0"));
            environment.putAll(altegio.environment());
            environment.put("TURNSTILE_KAFKA_BROKERS", brokers.addresses());
            settings = Settings.load(Path.of("config/application.properties"), environment, Path.of("."));
            environment.putAll(brokers.environment());
            Awaitility.await("topics").ignoreExceptions().atMost(PATIENCE).until(() -> {
                new Topics(settings).ensure();
                return true;
            });
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.add(part);
        return part;
    }

    /** Starts the instances, and waits until they are ready. */
    void startInstances(Traffic traffic) throws IOException {
        altegio.prepare(traffic);
        processes = part(new Processes(environment, folder, FaultSchedule.INSTANCES, incidents));
        processes.awaitReady();
        operators = new Operators(processes.lasting(), incidents);
        endurance = new Endurance(processes.lasting());
    }

    /** Returns settings of whoever looks from outside, by the brokers' own addresses. */
    Settings settings() {
        return settings;
    }

    Altegio altegio() {
        return altegio;
    }

    Path folder() {
        return folder;
    }

    Incidents incidents() {
        return incidents;
    }

    Endurance endurance() {
        return endurance;
    }

    List<Struck> struck() {
        return List.copyOf(struck);
    }

    List<Long> locations() {
        return altegio.world().locations().stream().map(Location::id).toList();
    }

    void look() throws InterruptedException, IOException {
        processes.look();
        endurance.look();
    }

    /** Returns whether no job runs any more. */
    boolean areJobsDone() {
        return operators.running().isEmpty();
    }

    /** Strikes as scheduled, from now on; returns when all is restored. */
    void strike(FaultSchedule schedule, Runnable meanwhile) throws Exception {
        Map<Class<?>, List<FaultSchedule.Due>> bySubject = new LinkedHashMap<>();
        schedule.faults().forEach(each -> bySubject
                .computeIfAbsent(each.fault().getClass(), any -> new ArrayList<>())
                .add(each));
        ExecutorService threads = Executors.newCachedThreadPool();
        long start = System.nanoTime();
        try {
            HashSet<Future<Void>> running = new HashSet<>();
            bySubject.values().forEach(faults -> running.add(threads.submit(inTurn(faults, start))));
            while (!running.stream().allMatch(Future::isDone)) {
                meanwhile.run();
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> inTurn(List<FaultSchedule.Due> faults, long start) {
        return () -> {
            for (FaultSchedule.Due each : faults) {
                long wait = start + each.at().toNanos() - System.nanoTime();
                Pause.of(Duration.ofNanos(Math.max(0, wait)));
                long begin = System.currentTimeMillis();
                System.out.printf("%6.1f s: %s%n", (System.nanoTime() - start) / 1e9, each.fault());
                strike(each.fault());
                struck.add(new Struck(each.fault(), begin, System.currentTimeMillis()));
            }
            return null;
        };
    }

    private void strike(Fault fault) throws Exception {
        if (fault instanceof ProcessFault each) {
            processes.strike(each);
        } else if (fault instanceof KafkaFault each) {
            brokers.strike(
                    each, settings.topics().schedules(), settings.topics().deadLetters());
        } else if (fault instanceof NetworkFault each) {
            network(each.side(), each.mode());
            Pause.of(each.lasts());
            network(each.side(), TcpProxy.Mode.PASSING);
        } else if (fault instanceof AltegioFault each) {
            altegio.strike(each);
        } else if (fault instanceof DiskFault each) {
            processes.strike(each);
        } else if (fault instanceof Operation each) {
            operators.strike(each);
        }
    }

    private void network(NetworkFault.Side side, TcpProxy.Mode mode) {
        if (side == NetworkFault.Side.KAFKA) {
            brokers.network(mode);
        } else {
            altegio.network(mode);
        }
    }

    /** Ends all instances, so that what they wrote can be looked at. */
    void endInstances() {
        processes.close();
    }

    private synchronized void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.remove(parts.size() - 1).close();
            } catch (Exception e) {
                System.err.println("A part did not end: " + e);
            }
        }
    }

    @Override
    public void close() {
        closeParts();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // This process ends.
        }
    }
}
