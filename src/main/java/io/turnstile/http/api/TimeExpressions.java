package io.turnstile.http.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser of moments as people write them: {@code 2026-11-23}, {@code 2026-11-23T10:15:00Z}, or {@code 2h} for two hours ago.
 */
final class TimeExpressions {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private final Clock clock;

    TimeExpressions(Clock clock) {
        this.clock = clock;
    }

    /** @throws IllegalArgumentException in a few words that follow the name of a field */
    Instant parse(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(Duration.ofSeconds(Long.parseLong(ago.group(1)) * seconds(ago.group(2))));
        }
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a moment (2026-11-23T10:15:00Z), a date (2026-11-23, UTC) or a time ago (90s, 30m, 2h, 7d)",
                    e);
        }
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 86_400;
        };
    }
}
