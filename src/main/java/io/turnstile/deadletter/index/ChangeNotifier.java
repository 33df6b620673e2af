package io.turnstile.deadletter.index;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifier that tells listeners that something changed, a few times a second at most. */
public final class ChangeNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifier.class);
    private static final long TOGETHER_MS = 200;

    /** Is what a listener closes when it wants to hear no more. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "dead-letter-changes");
        made.setDaemon(true);
        return made;
    });

    ChangeNotifier() {}

    Subscription subscribe(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(int changed) {
        if (changed > 0 && !listeners.isEmpty() && !thread.isShutdown() && due.compareAndSet(false, true)) {
            thread.schedule(this::tellAll, TOGETHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void tellAll() {
        due.set(false);
        for (Runnable each : listeners) {
            try {
                each.run();
            } catch (RuntimeException e) {
                LOG.warn("A listener to changes of the dead letters failed: {}", e.toString());
            }
        }
    }

    void close() {
        thread.shutdownNow();
    }
}
