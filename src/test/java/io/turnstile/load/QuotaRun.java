package io.turnstile.load;

import io.turnstile.simulator.fault.SimulatedQuota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Works on five minutes of backlog against an Altegio that enforces 5 calls a second and 200 a minute, and prints
 * violations, calls in each minute since the first call, and what they are in percent of 200. Argument: {@code one}, {@code
 * three}, or {@code kill}: three, of which one is killed in the second minute and started again after 2 s.
 */
public final class QuotaRun {

    private static final Duration TIME = Duration.ofMinutes(5);

    private QuotaRun() {}

    public static void main(String[] args) throws Exception {
        Path temporary = Files.createTempDirectory("turnstile-quota-");
        System.out.println("logs: " + temporary);
        List<String> names = args[0].equals("one") ? List.of("one") : List.of("one", "two", "three");
        try (QuotaTrial trial = new QuotaTrial(SimulatedQuota.altegio(), temporary)) {
            trial.send(2_000);
            for (String name : names) {
                trial.start(name);
            }
            Instant end = trial.awaitFirstCall(Duration.ofMinutes(1)).plus(TIME).plusSeconds(1);
            if (args[0].equals("kill")) {
                trial.watch(Duration.ofSeconds(75));
                kill(trial);
            }
            trial.watch(Duration.between(Instant.now(), end));
            print(args[0], trial);
        }
        System.exit(0);
    }

    private static void kill(QuotaTrial trial) throws Exception {
        Set<String> undecided = trial.awaitUndecidedOf("two", Duration.ofMinutes(1));
        trial.kill("two");
        trial.watch(Duration.ofSeconds(2));
        trial.start("two");
        Duration still = trial.awaitOneOf(undecided, Duration.ofMinutes(2));
        System.out.printf("first outcome of the killed instance %.1f s after its restart%n", still.toMillis() / 1000.0);
    }

    private static void print(String what, QuotaTrial trial) {
        List<Integer> minutes = trial.callsByMinute().subList(0, (int) TIME.toMinutes());
        System.out.printf(
                "%s violations=%d duplicated=%d calls by minute=%s percent of 200=%s%n",
                what,
                trial.violations(),
                trial.duplicated(),
                minutes,
                minutes.stream().map(calls -> calls / 2.0).toList());
    }
}
