package io.turnstile.simulator.fault;

import io.turnstile.simulator.world.Dice;
import java.time.Duration;

/**
 * Time for which answers are kept back: evenly spread from {@code min} to {@code max}, but {@code tail} for some.
 *
 * @param min at least 0; null = 0
 * @param max at least {@code min}; null = {@code min}, a fixed latency
 * @param tailRatio 0 to 1: how many of the calls take {@code tail}
 * @param tail at least 0; null = 0
 */
public record Latency(Duration min, Duration max, double tailRatio, Duration tail) {
    public Latency {
        min = min == null ? Duration.ZERO : min;
        max = max == null ? min : max;
        tail = tail == null ? Duration.ZERO : tail;
        if (min.isNegative() || max.compareTo(min) < 0 || tail.isNegative() || !(tailRatio >= 0 && tailRatio <= 1)) {
            throw new IllegalArgumentException("latency needs 0 <= min <= max, 0 <= tail and a tail ratio from 0 to 1");
        }
    }

    public static Latency none() {
        return fixed(Duration.ZERO);
    }

    public static Latency fixed(Duration latency) {
        return new Latency(latency, latency, 0, Duration.ZERO);
    }

    public static Latency uniform(Duration min, Duration max) {
        return new Latency(min, max, 0, Duration.ZERO);
    }

    public Latency withTail(double ratio, Duration latency) {
        return new Latency(min, max, ratio, latency);
    }

    Duration roll(Dice dice, long call) {
        if (dice.happens(tailRatio, call, 40)) {
            return tail;
        }
        return min.plusNanos((long) (max.minus(min).toNanos() * dice.unit(call, 41)));
    }
}
