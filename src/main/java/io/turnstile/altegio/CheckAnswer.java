package io.turnstile.altegio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.turnstile.booking.MembershipCheck;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Is the answer of check-for-activity. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckAnswer(@JsonProperty(required = true) Data data) {

    public CheckAnswer {
        if (data == null || data.attributes == null) {
            throw new IllegalArgumentException("data.attributes is missing");
        }
    }

    /** Returns what it says. */
    public MembershipCheck check() {
        Attributes said = data.attributes;
        return new MembershipCheck(
                said.availableVisits,
                said.canBookAllDays,
                said.bookableDayIds,
                Optional.ofNullable(said.lastBookingDate));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(Attributes attributes) {}

    /** Reads an ISO 8601 date and time with an offset. */
    static final class InstantWithOffset extends StdDeserializer<Instant> {

        private static final long serialVersionUID = 1L;
        /** Takes +03:00 and Z, and also +0300, which PHP writes where it is asked for ISO 8601. */
        private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                .appendPattern("[XXX][XX]")
                .toFormatter(Locale.ROOT);

        InstantWithOffset() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            try {
                return OffsetDateTime.parse(text, DATE).toInstant();
            } catch (DateTimeParseException e) {
                throw context.weirdStringException(text, Instant.class, "not an ISO 8601 date with an offset");
            }
        }
    }

    /**
     * Holds the check's attributes.
     *
     * @param lastBookingDate ISO 8601 with an offset; absent or null for a membership that does not expire
     * @param bookableDayIds absent means none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    record Attributes(
            @JsonDeserialize(using = InstantWithOffset.class) Instant lastBookingDate,
            Integer availableVisits,
            Boolean canBookAllDays,
            List<Long> bookableDayIds) {

        Attributes {
            if (availableVisits == null || canBookAllDays == null) {
                throw new IllegalArgumentException("available_visits or can_book_all_days is missing");
            }
            bookableDayIds = bookableDayIds == null ? List.of() : List.copyOf(bookableDayIds);
        }
    }
}
