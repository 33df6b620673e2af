package io.turnstile.deadletter.replay.log;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.index.entry.RecordedHistory.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorder of what schedules tell, on the topic of the jobs, where it does not expire: outcomes of replays, letters that newer
 * schedules have superseded, and how far schedules were read. The instance that runs the jobs records; a fact that is recorded
 * twice changes nothing. One thread's.
 */
public final class HistoryRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRecorder.class);
    private static final int TOGETHER = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Without new facts it is written so often at most how far schedules were read, and after so many of them. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final long MANY = 10_000;

    private final LetterIndex index;
    private final JobLog log;
    private final Clock clock;
    private Instant nextAt = Instant.MIN;
    private Instant seenAt = Instant.MIN;
    private long seenSchedules;
    private long readBack;

    public HistoryRecorder(LetterIndex index, JobLog log, Clock clock) {
        this.index = index;
        this.log = log;
        this.clock = clock;
    }

    /** Records what is to be recorded, a second after the last time at the earliest. */
    public void record() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(nextAt) || index.positions().getOrDefault(log.partition(), -1L) < readBack) {
            return;
        }
        nextAt = now.plus(PAUSE);
        RecordedHistory history = index.unrecorded(TOGETHER);
        if (!history.hasFacts() && !history.seen().filter(this::isWorthIt).isPresent()) {
            return;
        }
        try {
            readBack = log.record(history, now) + 1;
            history.seen().ifPresent(seen -> {
                seenAt = now;
                seenSchedules = schedules(seen);
            });
        } catch (TimeoutException e) {
            LOG.debug("Outcomes of replays could not be recorded, and will be later", e);
        }
    }

    private boolean isWorthIt(Seen seen) {
        long more = schedules(seen) - seenSchedules;
        return more >= MANY || (more > 0 && !clock.instant().isBefore(seenAt.plus(QUIET)));
    }

    private static long schedules(Seen seen) {
        return seen.schedules().values().stream().mapToLong(Long::longValue).sum();
    }
}
