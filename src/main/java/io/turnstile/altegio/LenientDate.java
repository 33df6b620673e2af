package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DecimalStyle;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Last instant of a membership, read from what an API written in PHP makes of a date: ISO 8601 with an offset, or without
 * one, with a space before the time, or a day alone, which lasts until its end. Without an offset it counts as UTC.
 */
final class LenientDate {

    /** Takes +03:00 and Z, and also +0300 and +03. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .optionalStart()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .appendPattern("[' ']")
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE)
            .withDecimalStyle(DecimalStyle.STANDARD);

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private LenientDate() {}

    /** Returns the instant; empty for a date that is missing, unreadable or impossible. */
    static Optional<Instant> read(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        try {
            TemporalAccessor parsed = DATE.parseBest(
                    node.textValue().strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            Instant instant = instant(parsed);
            return instant.isBefore(FIRST) || instant.isAfter(LAST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime date) {
            return date.toInstant();
        }
        LocalDateTime local = parsed instanceof LocalDateTime date
                ? date
                : LocalDate.from(parsed).atTime(END_OF_DAY);
        return local.toInstant(ZoneOffset.UTC);
    }
}
