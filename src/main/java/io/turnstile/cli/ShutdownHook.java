package io.turnstile.cli;

import java.util.List;

/** Closes things in order when the process is told to end (Ctrl-C, SIGTERM) or ends by itself. */
final class ShutdownHook {

    private ShutdownHook() {}

    static void close(AutoCloseable... things) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> List.of(things).forEach(ShutdownHook::closeOne), "shutdown"));
    }

    private static void closeOne(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            System.err.println("turnstile: " + e.getMessage());
        }
    }
}
