package io.turnstile.altegio.gate.quota;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journal of the calls of the last minute, which the next process of this instance finds, also when this one is killed. A
 * <em>history</em> is calls without a gap, of one process after the other, and has a number; when the file is not there, not
 * whole, of another quota, in use, or of another time of the machine, another history begins. Not thread-safe.
 *
 * <p>There is a cell for each call: 0 when it is free, 1 while the call runs, then 2 and the microseconds of the ticker at
 * its end. One cell more holds what wall clock and ticker differ by: they differ otherwise when the machine was started again
 * or the time was set, and then the times mean nothing. A process that starts counts the calls that ran as ended then.
 */
public final class QuotaJournal implements CallLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaJournal.class);
    private static final Random RANDOM = new SecureRandom();
    private static final Duration CLOCKS_DRIFT = Duration.ofMillis(500);
    private static final Duration AHEAD = Duration.ofSeconds(2);
    private static final long OVER = Duration.ofSeconds(62).toNanos();
    private static final long RUNS = 1;
    private static final long TIMES = 2;
    private static final long FREE = Long.MIN_VALUE;

    private final Path path;
    private final Clock clock;
    private final Ticker ticker;
    private final long[] endedAt;
    private final Deque<Integer> running = new ArrayDeque<>();
    private final List<Long> before = new ArrayList<>();
    private @Nullable JournalFile file;
    private long history = RANDOM.nextLong();
    private boolean inDoubt;
    private boolean isNew;
    private int next;

    private QuotaJournal(Path path, int perMinute, Clock clock, Ticker ticker) {
        this.path = path;
        this.clock = clock;
        this.ticker = ticker;
        this.endedAt = new long[2 * perMinute];
        Arrays.fill(endedAt, FREE);
    }

    /** Makes a history that ends with the process. */
    public static QuotaJournal inMemory(Clock clock, Ticker ticker) {
        return new QuotaJournal(Path.of(""), 0, clock, ticker);
    }

    /** Opens the journal; if that cannot be, says so in the log and makes one that ends with the process. */
    public static QuotaJournal open(Path path, QuotaLimits limits, Clock clock, Ticker ticker) {
        QuotaJournal journal = new QuotaJournal(path, limits.perMinute(), clock, ticker);
        try {
            journal.file = JournalFile.open(path, journal.endedAt.length + 1);
            journal.load((long) limits.perSecond() << 32 | limits.perMinute());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "The calls of the last minute are not kept over a restart, which will then wait for a minute: {}: {}",
                    path,
                    e.getMessage());
            journal.close();
            journal = inMemory(clock, ticker);
            journal.inDoubt = true;
        }
        return journal;
    }

    private void load(long shape) throws IOException {
        isNew = file.isNew();
        if (!isNew && file.read(shape) && isOfNow() && takeUp()) {
            history = file.history();
            return;
        }
        if (!isNew) {
            LOG.info("What {} says of the calls of the last minute is of no use: all are taken as made.", path);
        }
        inDoubt = !isNew;
        before.clear();
        running.clear();
        Arrays.fill(endedAt, FREE);
        file.begin(history, shape);
        file.set(endedAt.length, difference());
    }

    private boolean isOfNow() {
        return Math.abs(file.get(endedAt.length) - difference()) <= CLOCKS_DRIFT.toMillis();
    }

    private long difference() {
        return Math.floorMod(clock.millis() - TimeUnit.NANOSECONDS.toMillis(ticker.read()), JournalFile.LARGEST);
    }

    private boolean takeUp() throws IOException {
        long now = ticker.read();
        for (int cell = 0; cell < endedAt.length; cell++) {
            long value = file.get(cell);
            long at = value == RUNS ? now : TimeUnit.MICROSECONDS.toNanos(value - TIMES + 1);
            if (value < 0 || at - now > AHEAD.toNanos()) {
                return false;
            }
            if (value != 0) {
                before.add(at);
                endedAt[cell] = at;
            }
            if (value == RUNS) {
                file.set(cell, ended(cell, now));
            }
        }
        before.sort(null);
        return true;
    }

    /** Returns the number of the history; no other has the same. */
    public long history() {
        return history;
    }

    /** Returns whether there may have been calls of which nothing is known, before this process. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * Returns whether there was no file: there was no process before, or what it wrote is lost. Notes of others tell the one
     * from the other; whose quota is not shared has none.
     */
    boolean isNew() {
        return isNew;
    }

    /** Returns whether the calls are written down for the next process. */
    boolean isKept() {
        return file != null;
    }

    /** Returns the time of its ticker. */
    long now() {
        return ticker.read();
    }

    /** Returns when the calls before this process ended, the earliest first. */
    public List<Long> before() {
        return List.copyOf(before);
    }

    @Override
    public void started() {
        if (file != null && endedAt.length > 0) {
            int cell = take();
            running.addLast(cell);
            endedAt[cell] = Long.MAX_VALUE;
            store(cell, RUNS);
            store(endedAt.length, difference());
        }
    }

    @Override
    public void ended(long at) {
        if (file != null && !running.isEmpty()) {
            write(running.removeFirst(), at);
        }
    }

    @Override
    public void filled(int places, long at) {
        if (file != null && ticker.read() - at <= OVER) {
            for (int i = 0; i < Math.min(places, endedAt.length); i++) {
                write(take(), at);
            }
        }
    }

    private void write(int cell, long at) {
        store(cell, ended(cell, at));
    }

    /** Returns what its cell says of a call that has ended. */
    private long ended(int cell, long at) {
        endedAt[cell] = at;
        long micros = TimeUnit.NANOSECONDS.toMicros(at);
        return micros < 0 || micros > JournalFile.LARGEST - TIMES ? JournalFile.LARGEST : micros + TIMES;
    }

    /** Does without the file from now on if it cannot be written to: this process knows its calls without it. */
    private void store(int cell, long value) {
        try {
            if (file != null) {
                file.set(cell, value);
            }
        } catch (IOException e) {
            LOG.warn(
                    "The calls of the last minute are not kept over a restart any more, which will then wait for a minute: {}: {}",
                    path,
                    e instanceof NoSuchFileException ? "somebody removed it" : e.getMessage());
            LOG.debug("The journal cannot be written to", e);
            close();
        }
    }

    /** Finds a cell that is free or over; otherwise the one that is over first, since a full window knows enough without it. */
    private int take() {
        long now = ticker.read();
        int earliest = -1;
        for (int i = 0; i < endedAt.length; i++) {
            int cell = (next + i) % endedAt.length;
            long at = endedAt[cell];
            if (at == FREE || at != Long.MAX_VALUE && now - at > OVER) {
                next = cell + 1;
                return cell;
            }
            if (at != Long.MAX_VALUE && (earliest < 0 || at - endedAt[earliest] < 0)) {
                earliest = cell;
            }
        }
        if (earliest < 0) {
            throw new IllegalStateException("More calls run than the quota allows in a minute");
        }
        return earliest;
    }

    /** Lets the next process have it. Calls that run still count there as ended at its start. */
    @Override
    public void close() {
        JournalFile closing = file;
        file = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                LOG.debug("The journal of the quota could not be closed", e);
            }
        }
    }
}
