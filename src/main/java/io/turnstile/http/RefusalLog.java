package io.turnstile.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Log of refused calls that would have changed something. Anybody can be refused as often as they like: so it has one line a
 * second at most, which counts those that it leaves out. Thread-safe.
 */
final class RefusalLog {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Consumer<String> lines;
    private Instant last = Instant.MIN;
    private long leftOut;

    RefusalLog(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    synchronized void refused(String line) {
        Instant now = clock.instant();
        if (!now.isBefore(last) && now.isBefore(last.plus(PAUSE))) {
            leftOut++;
            return;
        }
        lines.accept(leftOut == 0 ? line : line + " (and " + leftOut + " others before it)");
        last = now;
        leftOut = 0;
    }
}
