package io.turnstile.app;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Watch for the end of threads that the process cannot work without. They see to exceptions themselves; what ends one is an
 * error, and then the process had better end too, for a supervisor to start it again.
 */
final class VitalThreads implements Thread.UncaughtExceptionHandler, AutoCloseable {

    static final Set<String> NAMES = Set.of(
            "dead-letter-feed",
            "dead-letter-index",
            "jobs-runner",
            "jobs-owner",
            "jobs-log",
            "events",
            ThreadWatch.NAME);

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Consumer<String> stop;

    /** @param stop told, in one line for people, when the process cannot continue */
    VitalThreads(Consumer<String> stop) {
        this.stop = stop;
    }

    /** Watches from now on, over all threads of the process. */
    void watch() {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        if (NAMES.contains(thread.getName())) {
            stop.accept("Thread " + thread.getName() + " has ended (" + fault
                    + "), and Turnstile cannot continue without it." + " It ends, and is to be started again.");
        } else if (before != null) {
            before.uncaughtException(thread, fault);
        }
    }

    @Override
    public void close() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
