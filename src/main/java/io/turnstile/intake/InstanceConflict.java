package io.turnstile.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Notices that another live process uses the same instance name. Kafka fences one of two such processes; being fenced
 * once can also come of a long pause of this process, so it takes a second time within a minute. Thread-safe.
 */
public final class InstanceConflict {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Consumer<String> stop;
    private final String message;
    private Instant lastFenced = Instant.MIN;
    private boolean stopped;

    /**
     * Creates one.
     *
     * @param stop told once, with one line for people, when this process has to stop
     */
    public InstanceConflict(String instance, Clock clock, Consumer<String> stop) {
        this.clock = clock;
        this.stop = stop;
        this.message = "Another process runs as instance '" + instance
                + "': give each its own turnstile.instance (TURNSTILE_INSTANCE) and start this one again.";
    }

    /** Calls Kafka, and looks whether a fault says that Kafka fenced a client of this process. */
    <T> T noticing(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException fault) {
            if (isFenced(fault)) {
                fenced();
            }
            throw fault;
        }
    }

    private static boolean isFenced(Throwable fault) {
        return isFenced(fault, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /**
     * Looks through causes and suppressed faults too: a commit that fails for it often says so only when it is aborted. The
     * fault of the abort may name that of the commit as its cause, and then they run in a circle.
     */
    private static boolean isFenced(Throwable fault, Set<Throwable> seen) {
        if (fault == null || !seen.add(fault)) {
            return false;
        }
        return fault instanceof FencedInstanceIdException
                || fault instanceof ProducerFencedException
                || isFenced(fault.getCause(), seen)
                || Arrays.stream(fault.getSuppressed()).anyMatch(each -> isFenced(each, seen));
    }

    private synchronized void fenced() {
        Instant now = clock.instant();
        if (!stopped && lastFenced.isAfter(now.minus(WINDOW))) {
            stopped = true;
            stop.accept(message);
        }
        lastFenced = now;
    }

    /**
     * Makes sure that this process does not take the other's place again while it stops.
     *
     * @throws IllegalStateException once it has to stop
     */
    synchronized void requireNone() {
        if (stopped) {
            throw new IllegalStateException(message);
        }
    }
}
