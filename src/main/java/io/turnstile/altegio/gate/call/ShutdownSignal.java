package io.turnstile.altegio.gate.call;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Signal that the gate was closed, which cuts pauses short. Thread-safe. */
public final class ShutdownSignal {

    private final CountDownLatch closed = new CountDownLatch(1);

    public void close() {
        closed.countDown();
    }

    /** @throws GateClosedException if the gate is closed */
    public void check() throws GateClosedException {
        if (closed.getCount() == 0) {
            throw new GateClosedException();
        }
    }

    /**
     * Waits on this thread.
     *
     * @throws GateClosedException as soon as the gate is closed
     */
    public void pause(Duration time) throws InterruptedException, GateClosedException {
        if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new GateClosedException();
        }
    }
}
