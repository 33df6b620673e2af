package io.turnstile.booking;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.turnstile.booking.Outcome.Scheduled;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Message on the schedules topic; its JSON is the contract's.
 *
 * @param availableVisits null if Altegio did not say how many
 * @param lastBookingDate ISO 8601 in UTC; null if the membership does not expire
 * @param checkedAt ISO 8601 in UTC
 * @param request the request as it came, to the letter
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BookingSchedule(
        String requestId,
        long locationId,
        long clientId,
        long eventId,
        List<Long> scheduleDayIds,
        MembershipPart membership,
        Long availableVisits,
        @Nullable String lastBookingDate,
        String checkedAt,
        @JsonRawValue String request) {

    /** Identifier of the message's JSON Schema; it changes where consumers would have to. */
    public static final String SCHEMA = "urn:turnstile:schema:booking-schedule:1";

    /** The membership as the message shows it; {@code type} and {@code balance} are null when they could not be learned. */
    public record MembershipPart(long id, String number, Long balance, @Nullable MembershipType type) {}

    /** Writes a scheduled outcome as a message. */
    public static BookingSchedule of(BookingRequest request, Scheduled scheduled) {
        Membership membership = scheduled.membership();
        MembershipCheck check = scheduled.check();
        return new BookingSchedule(
                request.requestId(),
                request.locationId(),
                request.clientId(),
                request.eventId(),
                request.scheduleDayIds(),
                new MembershipPart(
                        membership.id(),
                        membership.number(),
                        membership.balance(),
                        membership.type().orElse(null)),
                check.availableVisits(),
                check.lastBookingDate().map(Instant::toString).orElse(null),
                scheduled.checkedAt().toString(),
                request.json());
    }
}
