package io.turnstile.load;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Instances of one group as processes of their own, one after the other killed at random moments and started again; now and
 * then another joins, or leaves for good, so that the group is rebalanced. The same seed makes the same choices. One
 * thread's.
 */
public final class KilledPeers implements AutoCloseable {

    private final PipelineFixture stage;
    private final Random random;
    private final List<String> names = new ArrayList<>();
    private final Map<String, TurnstileProcess> running = new HashMap<>();
    private int guests;

    public KilledPeers(PipelineFixture stage, int instances, long seed) throws IOException {
        this.stage = stage;
        this.random = new Random(seed);
        System.out.println("seed " + seed);
        for (int i = 1; i <= instances; i++) {
            names.add("peer-" + i);
            start("peer-" + i);
        }
        running.values().forEach(each -> each.awaitErr("running as instance", Duration.ofSeconds(120)));
    }

    private void start(String name) throws IOException {
        Map<String, String> environment = new HashMap<>(stage.environment());
        environment.put("TURNSTILE_INSTANCE", name);
        running.put(name, TurnstileProcess.start(environment, "run"));
    }

    /** Kills that many times, reading outcomes in between. */
    public void kill(int times, Duration atMostBetween) throws IOException, InterruptedException {
        for (int kill = 1; kill <= times; kill++) {
            read(Duration.ofMillis(200 + random.nextInt((int) atMostBetween.toMillis())));
            String victim = names.get(random.nextInt(names.size()));
            running.get(victim).kill();
            read(Duration.ofMillis(random.nextInt(500)));
            start(victim);
            System.out.printf("kill %d: %s%n", kill, victim);
            if (kill % 3 == 1) {
                rebalance();
            }
        }
    }

    /** Lets one more instance join, or the one that joined before leave for good: its partitions go round twice. */
    private void rebalance() throws IOException, InterruptedException {
        TurnstileProcess guest = running.remove("guest-" + guests);
        if (guest == null) {
            start("guest-" + ++guests);
        } else if (random.nextBoolean()) {
            guest.kill();
        } else {
            guest.terminate();
            guest.exit(Duration.ofSeconds(60));
        }
    }

    private void read(Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            stage.outcomes().poll(Duration.ofMillis(20));
        }
    }

    /** Returns the names of those that should run and do not. */
    public List<String> gone() {
        return running.entrySet().stream()
                .filter(each -> !each.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns what the processes that run printed. */
    List<String> printed() {
        return running.values().stream().flatMap(each -> each.err().stream()).toList();
    }

    @Override
    public void close() {
        running.values().forEach(TurnstileProcess::close);
    }
}
