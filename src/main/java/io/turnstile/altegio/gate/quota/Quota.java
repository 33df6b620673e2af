package io.turnstile.altegio.gate.quota;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.GateClosedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Quota by which calls start only as Altegio allows. Calls within it start at once; others wait their turn in a {@link
 * WaitingLine}. Thread-safe: callers block on their own threads, and only the first in line watches the time.
 */
public final class Quota implements AutoCloseable {

    /** How soon after it was let through a call is sent for certain, whoever has its part of the quota then. */
    private static final long SOON = Duration.ofMillis(200).toNanos();

    private final QuotaLimits limits;
    private final Ticker ticker;
    private final QuotaJournal journal;
    private final QuotaWindows allowance;
    private final CallCounter tally;
    private final QuotaPause pause = new QuotaPause();
    private final ReentrantLock lock = new ReentrantLock();

    private final WaitingLine line = new WaitingLine();
    private volatile boolean paused;
    private volatile boolean refusedLately;
    private boolean closed;

    public Quota(QuotaLimits limits, QuotaShare share, Clock clock, Ticker ticker) {
        this(limits, share, QuotaJournal.inMemory(clock, ticker), clock, ticker);
    }

    /** @param journal the calls before this process, and where to write down those of this; closed with the quota */
    public Quota(QuotaLimits limits, QuotaShare share, QuotaJournal journal, Clock clock, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
        this.journal = journal;
        this.allowance = QuotaWindows.of(limits, share, clock, journal);
        this.tally = new CallCounter(ticker);
    }

    /**
     * Waits until a call may start, and starts it.
     *
     * @return the call's place, to be closed when its answer was received or it failed
     * @throws GateClosedException if the quota is closed
     */
    public Place take(Call call) throws InterruptedException, GateClosedException {
        if (limits.isNone() && !paused) {
            tally.count();
            return Place.UNLIMITED;
        }
        lock.lockInterruptibly();
        try {
            awaitTurn(line.add(call, lock.newCondition()));
            Place place = new Taken(allowance.version(), ticker.read());
            tally.count();
            // Nothing follows that could fail: a place that is counted is in the caller's hands.
            allowance.start();
            return place;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(WaitingLine.Waiting me) throws InterruptedException, GateClosedException {
        boolean starts = false;
        try {
            long wait;
            while ((wait = waitFor(me)) > 0) {
                if (wait == SlidingWindow.UNKNOWN) {
                    me.signal().await();
                } else {
                    me.signal().awaitNanos(wait);
                }
            }
            starts = true;
        } finally {
            if (starts) {
                line.start(me);
            } else {
                line.leave(me);
            }
            // The next in line must look at the time itself now: this one has left, or has been let through.
            signalFirst();
        }
    }

    private long waitFor(WaitingLine.Waiting me) throws GateClosedException {
        if (closed) {
            throw new GateClosedException();
        }
        if (me != line.first()) {
            return SlidingWindow.UNKNOWN;
        }
        long now = ticker.read();
        long pausing = pause.waitFor(now);
        paused = pausing > 0;
        return Math.max(pausing, allowance.waitFor(now));
    }

    private void signalFirst() {
        WaitingLine.Waiting first = line.first();
        if (first != null) {
            first.signal().signal();
        }
    }

    private void end() {
        locked(() -> allowance.end(ticker.read()));
    }

    /** Notes an answer of 429 to a call sent at {@code sentAt} of the ticker: all calls pause. */
    public void refused(Optional<Duration> retryAfter, long sentAt) {
        locked(() -> {
            pause.begin(retryAfter, sentAt, ticker.read());
            paused = true;
            refusedLately = true;
        });
    }

    /** Notes that a call sent at {@code sentAt} of the ticker was not refused for the quota. */
    public void accepted(long sentAt) {
        if (refusedLately) {
            locked(() -> refusedLately = !pause.helped(sentAt));
        }
    }

    /** Returns for how long all calls pause because of an answer of 429; zero if they do not. */
    public Duration pause() {
        if (!refusedLately) {
            return Duration.ZERO;
        }
        lock.lock();
        try {
            return Duration.ofNanos(pause.waitFor(ticker.read()));
        } finally {
            lock.unlock();
        }
    }

    /** Takes another share: see {@code Gate.share}. */
    public void share(QuotaShare share, Duration idle) {
        locked(() -> allowance.share(share, idle, ticker.read()));
    }

    /** Counts what is used of a share to come: see {@code Gate.expect}. */
    public void expect(QuotaShare share, Map<Integer, PartitionUsage> before) {
        locked(() -> allowance.expect(share, before, ticker.read()));
    }

    /** Takes another share: see {@code Gate.share}. */
    public Map<Integer, PartitionUsage> share(QuotaShare share) {
        lock.lock();
        try {
            return allowance.share(share, ticker.read());
        } finally {
            signalFirst();
            lock.unlock();
        }
    }

    /** Returns the number of this history of calls: see {@code Gate.history}. */
    public long history() {
        return journal.history();
    }

    /** Ends all waits with an exception, and lets nothing through any more. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            journal.close();
            line.signalAll();
        });
    }

    public QuotaUse use() {
        return new QuotaUse(
                limits.perSecond() == 0 ? OptionalInt.empty() : OptionalInt.of(perSecond()),
                limits.perMinute() == 0 ? OptionalInt.empty() : OptionalInt.of(perMinute()),
                usedLastSecond(),
                usedLastMinute(),
                waiting());
    }

    public int usedLastSecond() {
        return tally.last(Duration.ofSeconds(1));
    }

    public int usedLastMinute() {
        return tally.last(Duration.ofMinutes(1));
    }

    /** Returns this instance's share of the limit a second; 0 also when there is no limit. */
    public int perSecond() {
        lock.lock();
        try {
            return allowance.perSecond();
        } finally {
            lock.unlock();
        }
    }

    /** Returns this instance's share of the limit a minute; 0 also when there is no limit. */
    public int perMinute() {
        lock.lock();
        try {
            return allowance.perMinute();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many calls wait. */
    public int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            signalFirst();
            lock.unlock();
        }
    }

    /** A call's place in the windows, from its start to its end. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {

        Place UNLIMITED = () -> {};

        /**
         * Returns whether the call may be sent now. It may not when this instance has lost a part of its quota since, and the
         * call did not follow soon: its process was stopped, or it waited for a connection.
         */
        default boolean isValid() {
            return true;
        }

        @Override
        void close();
    }

    private final class Taken implements Place {

        private final long version;
        private final long at;

        Taken(long version, long at) {
            this.version = version;
            this.at = at;
        }

        @Override
        public boolean isValid() {
            lock.lock();
            try {
                return ticker.read() - at <= SOON || allowance.isStill(version);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
