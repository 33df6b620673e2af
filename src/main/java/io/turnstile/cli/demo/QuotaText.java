package io.turnstile.cli.demo;

import io.turnstile.simulator.fault.RetryAfterStyle;
import io.turnstile.simulator.fault.SimulatedQuota;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of the simulator's {@code --quota}. */
final class QuotaText {
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})/(s|min)");

    private QuotaText() {}

    /**
     * Reads {@code 5/s,200/min}, one of the two, or {@code none}. Retry-After is in seconds.
     *
     * @throws IllegalArgumentException for anything else
     */
    static SimulatedQuota parse(String text) {
        if (text.equals("none")) {
            return SimulatedQuota.none();
        }
        int perSecond = 0;
        int perMinute = 0;
        for (String part : text.split(",", -1)) {
            Matcher matcher = LIMIT.matcher(part.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("--quota looks like 5/s,200/min or none, not \"" + text + "\"");
            }
            int limit = Integer.parseInt(matcher.group(1));
            if (matcher.group(2).equals("s")) {
                perSecond = limit;
            } else {
                perMinute = limit;
            }
        }
        return new SimulatedQuota(perSecond, perMinute, RetryAfterStyle.SECONDS);
    }
}
