package io.turnstile.faults;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Requests that a fault explains.
 *
 * @param delayed those whose outcome it may delay, while it lasts and for the aftermath
 * @param aftermath how long after its end outcomes may still be waiting for it
 * @param changed those that may have another outcome than their own, if they were in hand then
 * @param reasons the reasons that their dead letters may have
 */
record Reach(Predicate<Request> delayed, Duration aftermath, Predicate<Request> changed, Set<String> reasons) {

    private static final Predicate<Request> NONE = request -> false;

    /** Returns the reach of what must be noticed by no request. */
    static Reach nobody() {
        return new Reach(NONE, Duration.ZERO, NONE, Set.of());
    }

    /** Returns the reach of a fault of the world, which may delay all, and changes the outcome of none. */
    static Reach everybody(Duration aftermath) {
        return new Reach(request -> true, aftermath, NONE, Set.of());
    }

    /** Lets some have another outcome. */
    Reach changing(Predicate<Request> some, String... reasonsOfThese) {
        return new Reach(delayed, aftermath, some, Set.of(reasonsOfThese));
    }

    /** Returns the reach of what is wrong with some requests only. */
    static Reach some(Predicate<Request> which, Duration aftermath, String... reasons) {
        return new Reach(which, aftermath, which, Set.of(reasons));
    }
}
