package io.turnstile.altegio.gate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Knows whether the gate was closed, and cuts pauses short when it is. Thread-safe. */
final class Closing {

    private final CountDownLatch closed = new CountDownLatch(1);

    void close() {
        closed.countDown();
    }

    /** @throws GateClosedException if the gate is closed */
    void check() throws GateClosedException {
        if (closed.getCount() == 0) {
            throw new GateClosedException();
        }
    }

    /**
     * Waits on this thread.
     *
     * @throws GateClosedException as soon as the gate is closed
     */
    void pause(Duration time) throws InterruptedException, GateClosedException {
        if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new GateClosedException();
        }
    }
}
