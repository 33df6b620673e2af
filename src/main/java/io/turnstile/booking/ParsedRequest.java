package io.turnstile.booking;

import java.util.Optional;

/** Result of reading a record's value: a request that can be decided, or the reason why it cannot. */
public sealed interface ParsedRequest {

    /** Returns the request's id if it could be read, even from a request that is otherwise against the rules. */
    Optional<String> requestId();

    /** Holds a request that keeps the rules. */
    record Valid(BookingRequest request) implements ParsedRequest {
        @Override
        public Optional<String> requestId() {
            return Optional.of(request.requestId());
        }
    }

    /**
     * Value that is no booking request, and why.
     *
     * @param reason {@link Reason#NOT_JSON} or {@link Reason#INVALID_REQUEST}
     * @param message one sentence for a person; names each field that is wrong
     */
    record Malformed(Reason reason, String message, Optional<String> requestId) implements ParsedRequest {}
}
