package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.quota.QuotaJournal;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.altegio.gate.quota.QuotaWindows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * If this fails, Altegio answers 429 after a restart of an instance with a quota of its own: it has no notes of others, so
 * its journal is all it has.
 */
class UnsharedRestartTest {

    @Property(tries = 200)
    void shouldNeverExceedTheQuotaWhateverBecomesOfTheJournalOrTheClock(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int perSecond,
            @ForAll @IntRange(min = 0, max = 300) int perMinute)
            throws IOException {
        Path folder = Files.createTempDirectory("turnstile-unshared-");
        Path file = folder.resolve("one.quota");
        QuotaLimits limits = new QuotaLimits(perSecond, perMinute);
        QuotaAssertions law = new QuotaAssertions(seed, 400);
        Random random = new Random(seed);
        law.clock.move(Duration.ofHours(1));
        for (int round = 0; round < 8; round++) {
            QuotaJournal journal = QuotaJournal.open(file, limits, law.clock, law.clock);
            QuotaWindows allowance = QuotaWindows.of(limits, QuotaShare.WHOLE, law.clock, journal);
            law.run(List.of(allowance), 1 + random.nextInt(80));
            stepClock(law, random);
            law.run(List.of(allowance), 1 + random.nextInt(20));
            law.kill(allowance);
            journal.close();
            harm(file, limits, law, random);
            // No process starts sooner than that, and what the killed one had sent has arrived by then.
            law.clock.move(Duration.ofMillis(500));
            stepClock(law, random);
        }
        delete(folder);
        assertThat(law.most(1_000)).isLessThanOrEqualTo(perSecond);
        assertThat(perMinute == 0 || law.most(60_000) <= perMinute)
                .as("%d calls in a minute, of %d", law.most(60_000), perMinute)
                .isTrue();
    }

    private static void stepClock(QuotaAssertions law, Random random) {
        if (random.nextInt(3) == 0) {
            law.clock.set(Duration.ofMillis(random.nextInt(200_000) - 100_000));
        }
    }

    private static void harm(Path file, QuotaLimits limits, QuotaAssertions law, Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> Files.delete(file);
            case 1 -> Files.write(file, new byte[0]);
            case 2 -> cut(file, random);
            case 3 -> Files.write(file, new byte[(int) Files.size(file)]);
            case 4 -> {
                // Another limit was tried meanwhile, and made no call.
                QuotaLimits other = new QuotaLimits(limits.perSecond(), limits.perMinute() + 1);
                QuotaJournal.open(file, other, law.clock, law.clock).close();
            }
            default -> {
                // Nothing happened to it.
            }
        }
    }

    private static void cut(Path file, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(random.nextInt((int) channel.size()));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
