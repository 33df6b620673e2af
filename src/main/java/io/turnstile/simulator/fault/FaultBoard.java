package io.turnstile.simulator.fault;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Faults that apply to calls from now on. Safe for any number of threads. */
public final class FaultBoard {
    private final AtomicReference<Faults> current;

    public FaultBoard(Faults first) {
        this.current = new AtomicReference<>(first);
    }

    public Faults current() {
        return current.get();
    }

    /** Replaces all faults. */
    public void set(Faults faults) {
        current.set(faults);
    }

    /** Replaces the faults by what {@code change} makes of them; it may be called more than once. */
    public void change(UnaryOperator<Faults> change) {
        current.updateAndGet(change);
    }

    /** Ends all faults; an outage continues. */
    public void clear() {
        set(Faults.none());
    }
}
