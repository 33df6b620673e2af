package io.turnstile.altegio.gate.quota;

import java.time.Duration;
import java.util.Optional;

/**
 * The pause of all calls after an answer of 429. Without a {@code Retry-After} it is 1 s, and twice as long after each pause
 * that did not help, 30 s at most. Times are nanoseconds of one ticker. Not thread-safe.
 */
final class QuotaPause {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private boolean on;
    private long begun;
    private long until;
    private int inARow;

    /**
     * Begins or lengthens the pause.
     *
     * @param sentAt when the call that got the 429 was sent: one sent before the pause began says nothing new
     */
    void begin(Optional<Duration> retryAfter, long sentAt, long now) {
        boolean news = inARow == 0 || sentAt - begun >= 0;
        if (news) {
            inARow++;
            begun = now;
        }
        long end = now + retryAfter.orElseGet(this::backoff).toNanos();
        if (!on || (end - until > 0 && (news || retryAfter.isPresent()))) {
            until = end;
        }
        on = true;
    }

    /**
     * Notes that a call was let through by Altegio: if it was sent after the pause began, the next is short again.
     *
     * @return whether it is short now
     */
    boolean helped(long sentAt) {
        if (sentAt - begun > 0) {
            inARow = 0;
        }
        return inARow == 0;
    }

    long waitFor(long now) {
        if (on && until - now <= 0) {
            on = false;
        }
        return on ? until - now : 0;
    }

    private Duration backoff() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(inARow - 1, DOUBLINGS));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
