package io.turnstile.cli.demo;

import io.turnstile.simulator.DurationText;
import io.turnstile.simulator.fault.Latency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of the simulator's {@code --latency} and {@code --tail}. */
final class LatencyText {
    private static final Pattern TAIL = Pattern.compile("(\\d+(?:\\.\\d+)?)%:(\\w+)");

    private LatencyText() {}

    /**
     * Reads {@code 100ms} or {@code 50ms..200ms}, and {@code 1%:10s}.
     *
     * @param tail null = none
     * @throws IllegalArgumentException for anything else
     */
    static Latency parse(String latency, String tail) {
        String[] ends = latency.split("\\.\\.", 2);
        Latency base = Latency.uniform(DurationText.parse(ends[0]), DurationText.parse(ends[ends.length - 1]));
        if (tail == null) {
            return base;
        }
        Matcher matcher = TAIL.matcher(tail);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--tail looks like 1%:10s, not \"" + tail + "\"");
        }
        return base.withTail(Double.parseDouble(matcher.group(1)) / 100, DurationText.parse(matcher.group(2)));
    }
}
