package io.turnstile.intake;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Watch for another live process that uses the same instance name. Kafka fences one of two such processes, and so it fences
 * the former again when it comes back. A pause of this process, or of the coordinator, looks alike once; so it takes a client
 * that was created again under the same name and is fenced again within a minute, in calls that did not take long. Thread-safe.
 */
public final class InstanceConflict {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Calls that took longer than this may have been fenced for that: a transaction may be open for ten seconds. */
    private static final Duration PAUSE = Duration.ofSeconds(8);

    private final LongSupplier ticker;
    private final Consumer<String> stop;
    private final String message;
    private final Map<String, Long> fencedAt = new HashMap<>();
    private boolean stopped;

    /**
     * Creates one.
     *
     * @param ticker nanoseconds of a clock that never goes back
     * @param stop told once, with one line for people, when this process has to stop
     */
    public InstanceConflict(String instance, LongSupplier ticker, Consumer<String> stop) {
        this.ticker = ticker;
        this.stop = stop;
        this.message = "Another process runs as instance '" + instance
                + "': give each its own turnstile.instance (TURNSTILE_INSTANCE) and start this one again.";
    }

    /** Returns the watch over one client, which keeps its name over reconnects. */
    Client client(String name) {
        return new Client(name);
    }

    /** Watch over the calls of one client. */
    final class Client {

        private final String name;

        private Client(String name) {
            this.name = name;
        }

        /** Calls Kafka, and looks whether a fault says that Kafka fenced the client. */
        <T> T noticing(Supplier<T> call) {
            long begun = ticker.getAsLong();
            try {
                return call.get();
            } catch (RuntimeException fault) {
                if (isFenced(fault) && ticker.getAsLong() - begun < PAUSE.toNanos()) {
                    fenced(name);
                }
                throw fault;
            }
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

    private synchronized void fenced(String name) {
        long now = ticker.getAsLong();
        Long before = fencedAt.put(name, now);
        if (!stopped && before != null && now - before < WINDOW.toNanos()) {
            stopped = true;
            stop.accept(message);
        }
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
