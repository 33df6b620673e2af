package io.turnstile.altegio.gate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells when the next call may start: both windows, this instance's share of them, and the pause after an answer of 429. Not
 * thread-safe: {@link Quota} guards it. Times are nanoseconds of the ticker; the clock only says whose turn a slot is.
 */
final class Allowance {

    /** What a window is longer than its name, for a server that counts both ends and a clock that runs a little fast. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    /** How long after it was started a call of a share's former owner may still reach Altegio. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    private final QuotaLimits limits;
    private final Clock clock;
    private final Window second = new Window(Duration.ofSeconds(1).plus(MARGIN));
    private final Window minute = new Window(Duration.ofMinutes(1).plus(MARGIN));
    private Slots slots;
    private int perMinute;
    private int perSecond;
    private long perSecondSince;
    private long perSecondUntil;

    Allowance(QuotaLimits limits, Share share, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        take(new Slots(limits, share));
    }

    void start() {
        second.start();
        minute.start();
    }

    void end(long now) {
        second.end(now);
        minute.end(now);
    }

    /** Returns for how long a call must wait before it asks again; 0 when it may start. */
    long waitFor(long now) {
        long wait = 0;
        if (limits.perMinute() > 0) {
            wait = minute.waitFor(perMinute, now);
        }
        if (limits.perSecond() > 0) {
            long millis = clock.millis();
            long inSecond = second.waitFor(perSecond(millis), now);
            if (inSecond > 0) {
                wait = Math.max(wait, Math.min(inSecond, untilChange(millis)));
            }
        }
        return wait;
    }

    /**
     * Takes another share. What is lost is lost at once; what is gained is taken as used {@code idle} ago, since its owner
     * before may have used all of it.
     */
    void share(Share share, Duration idle, long now) {
        Slots next = new Slots(limits, share);
        Slots kept = new Slots(limits, share.kept(slots.share()));
        long usedAt = now + ON_THE_WAY.toNanos() - idle.toNanos();
        long millis = clock.millis();
        minute.fill(next.perMinute() - kept.perMinute(), usedAt);
        second.fill(next.perSecondRested(millis) - kept.perSecond(millis), usedAt);
        take(next);
    }

    private void take(Slots next) {
        slots = next;
        perMinute = next.perMinute();
        perSecondSince = Long.MAX_VALUE;
    }

    /** Returns the slots of this second, counted anew only when they have moved, or the clock was set back. */
    private int perSecond(long millis) {
        if (millis < perSecondSince || millis >= perSecondUntil) {
            perSecond = slots.perSecond(millis);
            perSecondSince = millis;
            perSecondUntil = slots.changesAt(millis);
        }
        return perSecond;
    }

    private long untilChange(long millis) {
        return perSecondUntil == Long.MAX_VALUE
                ? Window.UNKNOWN
                : TimeUnit.MILLISECONDS.toNanos(perSecondUntil - millis);
    }

    int perSecond() {
        return perSecond(clock.millis());
    }

    int perMinute() {
        return perMinute;
    }
}
