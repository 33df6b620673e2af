package io.turnstile.simulator.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Outages, one at a time. Safe for any number of threads. */
public final class Outages {
    private static final Duration REOPEN_PAUSE = Duration.ofMillis(50);

    private final ScheduledExecutorService scheduler;
    private final Listener listener;
    private @Nullable Running running;

    public Outages(ScheduledExecutorService scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** Closes and opens the socket calls come in by. */
    public interface Listener {
        /** Refuses new connections and cuts open ones. */
        void shut();

        /** Accepts connections on the same port again; returns false if that port is taken just now. */
        boolean open();
    }

    private record Running(Outage outage, CompletableFuture<Void> ended) {}

    /**
     * Starts an outage that ends by itself. Returns once it has begun.
     *
     * @throws IllegalStateException if there is one already
     */
    public synchronized void start(Outage outage) {
        if (running != null) {
            throw new IllegalStateException("there is an outage already: " + running.outage());
        }
        Running started = new Running(outage, new CompletableFuture<>());
        running = started;
        if (outage.mode() == OutageMode.REFUSED) {
            listener.shut();
        }
        scheduler.schedule(() -> end(started), outage.duration().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts an outage on the scheduler's thread, unless there is one by then. Returns at once and never throws. */
    public void startSoon(Outage outage) {
        scheduler.execute(() -> {
            if (current().isEmpty()) {
                start(outage);
            }
        });
    }

    /** Ends the outage early; does nothing if there is none. */
    public synchronized void end() {
        if (running != null) {
            end(running);
        }
    }

    public synchronized Optional<Outage> current() {
        return Optional.ofNullable(running).map(Running::outage);
    }

    /** Returns a future that is done when a hanging outage is over; empty if there is none. */
    public synchronized Optional<CompletableFuture<Void>> hanging() {
        return Optional.ofNullable(running)
                .filter(r -> r.outage().mode() == OutageMode.HANGING)
                .map(Running::ended);
    }

    private synchronized void end(Running which) {
        if (running != which) {
            return;
        }
        if (which.outage().mode() == OutageMode.REFUSED && !listener.open()) {
            scheduler.schedule(() -> end(which), REOPEN_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        running = null;
        scheduler.execute(() -> which.ended().complete(null));
    }
}
