package io.turnstile.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hook that closes things, the last started first, when the process is told to end (Ctrl-C, SIGTERM) or ends by itself.
 * Thread-safe.
 */
public final class ShutdownHook {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    public ShutdownHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "shutdown"));
    }

    /** Takes something to close in the end, and returns it. */
    public synchronized <T extends AutoCloseable> T closes(T thing) {
        started.push(thing);
        return thing;
    }

    private synchronized void closeAll() {
        for (AutoCloseable thing : started) {
            try {
                thing.close();
            } catch (Exception e) {
                System.err.println("turnstile: " + e.getMessage());
            }
        }
    }
}
