package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls start only as the quota allows. Calls within it start at once; others wait in the order they came, live calls
 * before those of replays, and calls that finish a booking before those that begin one. Thread-safe: callers block on their own threads, and only the first in line watches the time.
 */
final class Quota implements AutoCloseable {

    private final QuotaLimits limits;
    private final Ticker ticker;
    private final QuotaJournal journal;
    private final Allowance allowance;
    private final Tally tally;
    private final QuotaPause pause = new QuotaPause();
    private final ReentrantLock lock = new ReentrantLock();

    /** Those who wait: live calls that finish a booking, live calls that begin one, then the same of replays. */
    private final List<Deque<Condition>> lines =
            List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

    private volatile boolean paused;
    private boolean closed;

    Quota(QuotaLimits limits, Share share, Clock clock, Ticker ticker) {
        this(limits, share, QuotaJournal.inMemory(clock, ticker), clock, ticker);
    }

    /** @param journal the calls before this process, and where to write down those of this; closed with the quota */
    Quota(QuotaLimits limits, Share share, QuotaJournal journal, Clock clock, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
        this.journal = journal;
        this.allowance = new Allowance(limits, share, clock, journal);
        this.tally = new Tally(ticker);
        if (journal.isInDoubt()) {
            allowance.doubt(ticker.read());
        } else if (!journal.before().isEmpty()) {
            allowance.restore(journal.before(), ticker.read());
        }
    }

    /**
     * Waits until a call may start, and starts it.
     *
     * @return the call's place, to be closed when its answer was received or it failed
     * @throws GateClosedException if the quota is closed
     */
    Place take(Priority priority) throws InterruptedException, GateClosedException {
        return take(priority, Operation.SEARCH_FOR_ACTIVITY);
    }

    Place take(Priority priority, Operation operation) throws InterruptedException, GateClosedException {
        if (limits.isNone() && !paused) {
            tally.count();
            return Place.UNLIMITED;
        }
        lock.lockInterruptibly();
        try {
            awaitTurn(lines.get((priority == Priority.LIVE ? 0 : 2) + (operation.finishes() ? 0 : 1)));
            allowance.start();
        } finally {
            lock.unlock();
        }
        tally.count();
        return this::end;
    }

    private void awaitTurn(Deque<Condition> line) throws InterruptedException, GateClosedException {
        Condition turn = lock.newCondition();
        line.addLast(turn);
        try {
            long wait;
            while ((wait = waitFor(turn)) > 0) {
                if (wait == Window.UNKNOWN) {
                    turn.await();
                } else {
                    turn.awaitNanos(wait);
                }
            }
        } finally {
            line.remove(turn);
            // The next in line must look at the time itself now: this one has left, or has been let through.
            signalFirst();
        }
    }

    private long waitFor(Condition turn) throws GateClosedException {
        if (closed) {
            throw new GateClosedException();
        }
        if (turn != first()) {
            return Window.UNKNOWN;
        }
        long now = ticker.read();
        long pausing = pause.waitFor(now);
        paused = pausing > 0;
        return Math.max(pausing, allowance.waitFor(now));
    }

    private Condition first() {
        for (Deque<Condition> line : lines) {
            if (!line.isEmpty()) {
                return line.peekFirst();
            }
        }
        return null;
    }

    private void signalFirst() {
        Condition first = first();
        if (first != null) {
            first.signal();
        }
    }

    private void end() {
        locked(() -> allowance.end(ticker.read()));
    }

    /** Notes an answer of 429 to a call sent at {@code sentAt} of the ticker: all calls pause. */
    void refused(Optional<Duration> retryAfter, long sentAt) {
        locked(() -> {
            pause.begin(retryAfter, sentAt, ticker.read());
            paused = true;
        });
    }

    /** Notes that a call sent at {@code sentAt} of the ticker was not refused for the quota. */
    void accepted(long sentAt) {
        if (!limits.isNone() || paused) {
            locked(() -> pause.helped(sentAt));
        }
    }

    /** Takes another share: see {@link Gate#share(Share, Duration)}. */
    void share(Share share, Duration idle) {
        locked(() -> allowance.share(share, idle, ticker.read()));
    }

    /** Counts what is used of a share to come: see {@link Gate#expect}. */
    void expect(Share share, Map<Integer, PartitionUse> before) {
        locked(() -> allowance.expect(share, before, ticker.read()));
    }

    /** Takes another share: see {@link Gate#share(Share)}. */
    Map<Integer, PartitionUse> share(Share share) {
        lock.lock();
        try {
            return allowance.share(share, ticker.read());
        } finally {
            signalFirst();
            lock.unlock();
        }
    }

    /** Returns the number of this history of calls: see {@link Gate#history}. */
    long history() {
        return journal.history();
    }

    /** Ends all waits with an exception, and lets nothing through any more. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            journal.close();
            lines.forEach(line -> line.forEach(Condition::signal));
        });
    }

    int usedLastSecond() {
        return tally.last(Duration.ofSeconds(1));
    }

    int usedLastMinute() {
        return tally.last(Duration.ofMinutes(1));
    }

    /** Returns this instance's share of the limit a second; 0 also when there is no limit. */
    int perSecond() {
        lock.lock();
        try {
            return allowance.perSecond();
        } finally {
            lock.unlock();
        }
    }

    /** Returns this instance's share of the limit a minute; 0 also when there is no limit. */
    int perMinute() {
        lock.lock();
        try {
            return allowance.perMinute();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many calls wait. */
    int waiting() {
        lock.lock();
        try {
            return lines.stream().mapToInt(Deque::size).sum();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            signalFirst();
        } finally {
            lock.unlock();
        }
    }

    /** A call's place in the windows, from its start to its end. */
    @FunctionalInterface
    interface Place extends AutoCloseable {

        Place UNLIMITED = () -> {};

        @Override
        void close();
    }
}
