package io.turnstile.booking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reader of the fields of a request from a JSON object, which collects what is wrong with each. Used once, by one thread.
 */
final class RequestFields {

    static final int REQUEST_ID_LENGTH = 128;
    static final int MOST_DAYS = 7;

    private final JsonNode object;
    private final List<String> problems = new ArrayList<>();

    RequestFields(JsonNode object) {
        this.object = object;
    }

    /** Reads all fields; what it returns is only a request when {@link #problems()} is empty afterwards. */
    BookingRequest toRequest(String json) {
        return new BookingRequest(
                requestId(),
                requiredId("location_id"),
                requiredId("client_id"),
                requiredId("event_id"),
                scheduleDayIds(),
                membershipId(),
                json);
    }

    /** Returns a phrase for each field that is wrong, in the order of the contract. */
    List<String> problems() {
        return problems;
    }

    Optional<String> readableRequestId() {
        JsonNode node = object.path("request_id");
        return isRequestId(node) ? Optional.of(node.textValue()) : Optional.empty();
    }

    private String requestId() {
        JsonNode node = object.path("request_id");
        if (!isRequestId(node)) {
            problems.add(describe("request_id", node, "a string of 1 to " + REQUEST_ID_LENGTH + " characters"));
        }
        return node.asText();
    }

    private static boolean isRequestId(JsonNode node) {
        if (!node.isTextual()) {
            return false;
        }
        String text = node.textValue();
        int length = text.codePointCount(0, text.length());
        return length > 0 && length <= REQUEST_ID_LENGTH && text.codePoints().noneMatch(RequestFields::isHalfCharacter);
    }

    /** Returns whether it is a surrogate without its other half: JSON can escape one, UTF-8 cannot hold it. */
    private static boolean isHalfCharacter(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private long requiredId(String name) {
        JsonNode node = object.path(name);
        if (!isId(node)) {
            problems.add(describe(name, node, "a positive 64-bit integer"));
        }
        return node.asLong();
    }

    private OptionalLong membershipId() {
        JsonNode node = object.path("membership_id");
        if (node.isMissingNode() || node.isNull()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(requiredId("membership_id"));
    }

    private List<Long> scheduleDayIds() {
        String name = "schedule_day_ids";
        JsonNode node = object.path(name);
        List<Long> days = new ArrayList<>();
        boolean ids = node.isArray() && !node.isEmpty() && node.size() <= MOST_DAYS;
        for (int i = 0; ids && i < node.size(); i++) {
            ids = isId(node.get(i));
            days.add(node.get(i).asLong());
        }
        if (!ids) {
            problems.add(describe(name, node, "an array of 1 to " + MOST_DAYS + " positive integers"));
        } else if (new HashSet<>(days).size() < days.size()) {
            problems.add(describe(name, node, "without repeats"));
        }
        return days;
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0;
    }

    private static String describe(String name, JsonNode node, String rule) {
        return node.isMissingNode()
                ? name + " is missing and must be " + rule
                : name + " must be " + rule + " and is " + Text.shorten(node.toString(), 60);
    }
}
