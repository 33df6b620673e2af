package io.turnstile.altegio.gate.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/** Reader of the header {@code Retry-After}: seconds, or an HTTP date. */
public final class RetryAfter {

    /** The longest pause that is believed. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Returns the pause from now on, never negative; empty if there is none that can be read. */
    public static Optional<Duration> parse(String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.trim();
        if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.of(within(Duration.ofSeconds(Long.parseLong(text))));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(text)).map(date -> within(Duration.between(now, date)));
    }

    private static Duration within(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
