package io.turnstile.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Test of routes, as it stands in its file.
 *
 * @param line where it begins
 * @param seed of the simulated Altegio that answers what {@code answers} do not
 * @param bookings one after the other
 */
record RouteTest(
        Path file, int line, String name, List<CannedAnswer> answers, OptionalLong seed, List<Booking> bookings) {

    /** Routes that the intake calls. */
    enum Entrance {
        BOOKING,
        STRAGGLER,
        UNDECIDED,
        REFUSED
    }

    /**
     * Request, and what must come of it.
     *
     * @param enter which route it is given to
     * @param retry number of the retry topic that it comes from; 0 if it comes from the requests topic
     * @param value null for a record without one
     */
    record Booking(
            Entrance enter,
            int retry,
            @Nullable String key,
            byte @Nullable [] value,
            Map<String, String> headers,
            Expected expected) {}

    /**
     * What must come of a request.
     *
     * @param outcome empty if the test says nothing of it
     * @param calls all calls in their order; empty if the test says nothing of them
     * @param extra records beside the outcome, all of them in their order
     */
    record Expected(int line, ExpectedRecord outcome, Optional<List<ExpectedCall>> calls, List<ExpectedRecord> extra) {}

    /**
     * Record that must be written.
     *
     * @param fields part of its JSON value; null if the test says nothing of it
     * @param headers text with {@code *} for any characters
     */
    record ExpectedRecord(
            int line,
            @Nullable String topic,
            @Nullable String reason,
            @Nullable JsonNode fields,
            Map<String, String> headers) {}

    /** Call that must be made, and part of its JSON body. */
    record ExpectedCall(int line, CannedAnswer.CallPattern call, @Nullable JsonNode body) {}
}
