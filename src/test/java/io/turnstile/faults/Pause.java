package io.turnstile.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that a fault lasts, on the thread of its subject. */
final class Pause {

    private Pause() {}

    static void of(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
