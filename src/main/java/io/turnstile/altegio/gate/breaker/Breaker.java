package io.turnstile.altegio.gate.breaker;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.call.GateClosedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Breaker that pauses all calls while the world is wrong, rather than failing any. Waiting calls take turns to probe; when a
 * probe is answered, all continue at once. Thread-safe; a call that passes a closed breaker takes no lock.
 */
public final class Breaker implements AutoCloseable {

    /** A call that probed last looks so often whether another has probed since. */
    private static final long COURTESY_NANOS = 200_000_000L;

    private final GateState shown;
    private final RecentCalls recent;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile BreakerState state = new BreakerState.Closed();
    private @Nullable Thread lastProber;
    private int waiting;
    private volatile boolean closed;
    private volatile long heldUntil;
    private volatile boolean hasHeld;

    public Breaker(GateState shown, RecentCalls recent, Ticker ticker) {
        this.shown = shown;
        this.recent = recent;
        this.ticker = ticker;
    }

    /**
     * Waits on this thread until calls go through.
     *
     * @param probe used when it is this call's turn to find out
     * @throws GateClosedException if the gate is closed
     */
    public void await(Probe probe) throws InterruptedException, GateClosedException {
        while (closed || !(state instanceof BreakerState.Closed)) {
            PauseReason hold = awaitTurn();
            if (hold != null) {
                probe(hold, probe);
            }
        }
    }

    /** Returns the hold to probe, or null if there is none any more. */
    private @Nullable PauseReason awaitTurn() throws InterruptedException, GateClosedException {
        lock.lockInterruptibly();
        waiting++;
        try {
            for (; ; ) {
                if (closed) {
                    throw new GateClosedException();
                }
                if (state instanceof BreakerState.Closed) {
                    return null;
                }
                long now = ticker.read();
                long wait = state.waitFor(now);
                if (wait <= 0 && !leavesItToOthers()) {
                    lastProber = Thread.currentThread();
                    PauseReason hold = hold();
                    state = state.probing(now);
                    return hold;
                }
                changed.await(wait > 0 ? wait : COURTESY_NANOS, TimeUnit.NANOSECONDS);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Returns whether this call probed last, and another may do so now: its own fault may be all that is wrong. */
    private boolean leavesItToOthers() {
        return Thread.currentThread() == lastProber && waiting > 1;
    }

    private void probe(PauseReason hold, Probe probe) throws InterruptedException, GateClosedException {
        PauseReason after = hold;
        try {
            after = probe.send(hold);
        } finally {
            end(after);
        }
    }

    /** @param hold why the breaker still holds; null if the probe was answered */
    private void end(PauseReason hold) {
        lock.lock();
        try {
            boolean wasClosed = state instanceof BreakerState.Closed;
            state = hold == null ? state.probeAnswered() : state.probeFailed(hold);
            if (hold == null && !wasClosed) {
                recent.clear();
                heldUntil = ticker.read();
                hasHeld = true;
                shown.resume();
            } else if (!wasClosed) {
                shown.pause(hold);
            }
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Begins to hold, unless it does so already; the first probe goes after the time between probes. */
    public void hold(PauseReason hold) {
        lock.lock();
        try {
            if (state instanceof BreakerState.Closed) {
                state = state.held(hold, ticker.read() + hold.probeEvery().toNanos());
                shown.pause(hold);
            }
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    public boolean isHolding() {
        return !(state instanceof BreakerState.Closed);
    }

    /** Returns whether it holds, or did so at most so long ago. */
    public boolean hasHeldWithin(Duration time, long now) {
        return isHolding() || hasHeld && now - heldUntil < time.toNanos();
    }

    /** @throws GateClosedException if the gate is closed */
    public void checkClosed() throws GateClosedException {
        if (closed) {
            throw new GateClosedException();
        }
    }

    private PauseReason hold() {
        return state instanceof BreakerState.Open open ? open.hold() : ((BreakerState.Probing) state).hold();
    }

    /** Ends all waits with an exception. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Finds out whether the world is well again. */
    @FunctionalInterface
    public interface Probe {
        /** Returns why the breaker must still hold; null if Altegio answered. */
        @Nullable
        PauseReason send(PauseReason hold) throws InterruptedException, GateClosedException;
    }
}
