package io.turnstile.altegio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.turnstile.booking.MembershipCheck;
import java.time.OffsetDateTime;
import java.util.List;
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
                Optional.ofNullable(said.lastBookingDate)
                        .map(OffsetDateTime::parse)
                        .map(OffsetDateTime::toInstant));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(Attributes attributes) {}

    /**
     * Holds the check's attributes.
     *
     * @param lastBookingDate ISO 8601 with an offset; absent or null for a membership that does not expire
     * @param bookableDayIds absent means none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    record Attributes(
            String lastBookingDate,
            @JsonProperty(required = true) int availableVisits,
            @JsonProperty(required = true) boolean canBookAllDays,
            List<Long> bookableDayIds) {

        Attributes {
            bookableDayIds = bookableDayIds == null ? List.of() : List.copyOf(bookableDayIds);
            if (lastBookingDate != null) {
                OffsetDateTime.parse(lastBookingDate);
            }
        }
    }
}
