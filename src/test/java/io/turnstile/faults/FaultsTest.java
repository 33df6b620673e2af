package io.turnstile.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.faults.FaultSchedule.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * If this fails, a fault on an ordinary day loses, repeats, delays or leaks a booking. It is another day each time:
 * {@code -Dturnstile.faults.seed=} replays one. {@code -Pfaults} runs it, for twenty minutes, and writes
 * {@code docs/faults.md}.
 */
@Tag("faults")
class FaultsTest {

    /** Time for faults of a run; it takes about a minute more to start, to drain, and to be judged. */
    private static final Duration SHORT = Duration.ofSeconds(48);

    private static final Duration LONG = Duration.ofSeconds(140);
    private static final long NANOS_A_SEED = 1_000_003;

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldKeepEveryPromiseWhateverGoesWrong() throws Exception {
        long seed = Long.getLong("turnstile.faults.seed", System.nanoTime() / NANOS_A_SEED);
        int minutes = Integer.getInteger("turnstile.faults.minutes", 0);
        if (minutes == 0) {
            assertThat(run(seed, SHORT, 1).violations()).as("seed " + seed).isEmpty();
            return;
        }
        FaultTable table = new FaultTable();
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        do {
            table.add(run(seed, LONG, seed % 2 == 0 ? 1 : 3));
            seed++;
        } while (System.nanoTime() + LONG.toNanos() < end && table.isGreen());
        table.write(Path.of("docs/faults.md"));
        assertThat(table.violations()).isEmpty();
    }

    private static FaultReport run(long seed, Duration length, int brokers) throws Exception {
        return new FaultRun(seed, length, brokers, EnumSet.allOf(Subject.class)).run();
    }
}
