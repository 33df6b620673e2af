package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** If one of these fails, Altegio answers 429 after a restart; or a restart costs a minute of calls. */
class RestartTest {

    @Property(tries = 200)
    void shouldNeverExceedTheWholeWhenInstancesAreKilledAndRestartedAndPartitionsMove(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int perSecond,
            @ForAll @IntRange(min = 1, max = 300) int perMinute,
            @ForAll @IntRange(min = 1, max = 24) int partitions,
            @ForAll @IntRange(min = 1, max = 4) int instances)
            throws IOException {
        Path folder = Files.createTempDirectory("turnstile-restart-");
        QuotaAssertions law = new QuotaAssertions(seed, 400);
        Random random = new Random(seed);
        QuotaGroupModel group =
                new QuotaGroupModel(law, new QuotaLimits(perSecond, perMinute), partitions, instances, folder);
        for (int partition = 0; partition < partitions; partition++) {
            group.move(List.of(partition), random.nextInt(instances));
        }
        for (int round = 0; round < 10; round++) {
            group.run(1 + random.nextInt(30));
            int one = random.nextInt(instances);
            switch (random.nextInt(4)) {
                case 0 -> group.move(some(random, partitions), one);
                case 1 -> restart(group, one, 1 + random.nextInt(10));
                case 2 -> restart(group, one, 1 + random.nextInt(100));
                default -> {
                    group.kill(one);
                    group.run(1 + random.nextInt(20));
                    if (instances > 1) {
                        group.move(some(random, partitions), (one + 1) % instances);
                    }
                    group.run(1 + random.nextInt(20));
                    if (random.nextBoolean()) {
                        Files.delete(folder.resolve(one + ".quota"));
                    }
                    group.start(one);
                }
            }
        }
        group.run(70);
        group.end();
        delete(folder);

        assertThat(law.most(1_000)).isLessThanOrEqualTo(perSecond);
        assertThat(law.most(60_000)).isLessThanOrEqualTo(perMinute);
    }

    @Property(tries = 20)
    void shouldUseNearlyTheWholeMinuteWhenOneOfThreeIsKilledAndComesBack(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("turnstile-restart-");
        QuotaAssertions law = new QuotaAssertions(seed, 150);
        QuotaGroupModel group = new QuotaGroupModel(law, QuotaLimits.ALTEGIO, 24, 3, folder);
        for (int one = 0; one < 3; one++) {
            int first = 8 * one;
            group.move(IntStream.range(first, first + 8).boxed().toList(), one);
        }
        group.run(75);
        restart(group, 1, 7);
        group.run(300 - 82);
        group.end();
        delete(folder);

        for (int minute = 0; minute < 5; minute++) {
            assertThat(calls(law, minute)).as("minute %d", minute).isGreaterThanOrEqualTo(194);
        }
    }

    @Property(tries = 20)
    void shouldUseNearlyTheWholeMinuteWhenInstancesJoinOneAfterTheOther(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int secondsBetween) throws IOException {
        Path folder = Files.createTempDirectory("turnstile-restart-");
        QuotaAssertions law = new QuotaAssertions(seed, 150);
        QuotaGroupModel group = new QuotaGroupModel(law, QuotaLimits.ALTEGIO, 24, 3, folder);
        group.move(IntStream.range(0, 24).boxed().toList(), 0);
        group.run(secondsBetween);
        group.move(IntStream.range(12, 24).boxed().toList(), 1);
        group.run(secondsBetween);
        group.move(List.of(8, 9, 10, 11, 20, 21, 22, 23), 2);
        group.run(120 - 2 * secondsBetween);
        group.end();
        delete(folder);

        for (int minute = 0; minute < 2; minute++) {
            assertThat(calls(law, minute)).as("minute %d", minute).isGreaterThanOrEqualTo(194);
        }
        assertThat(law.most(60_000)).isLessThanOrEqualTo(200);
    }

    private static void restart(QuotaGroupModel group, int one, int downSeconds) {
        group.kill(one);
        group.run(downSeconds);
        group.start(one);
    }

    private static List<Integer> some(Random random, int partitions) {
        return IntStream.range(0, partitions)
                .filter(any -> random.nextBoolean())
                .boxed()
                .toList();
    }

    private static long calls(QuotaAssertions law, int minute) {
        long first = law.arrivals.stream().min(Comparator.naturalOrder()).orElseThrow();
        long length = Duration.ofMinutes(1).toNanos();
        return law.arrivals.stream()
                .filter(at -> (at - first) / length == minute)
                .count();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
