package io.turnstile.booking;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Builds booking requests: the contract's example unless told otherwise. */
public final class Requests {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private Requests() {
        fields.put("request_id", "\"9f1c0c1e\"");
        fields.put("location_id", "720441");
        fields.put("client_id", "146915197");
        fields.put("event_id", "12345");
        fields.put("schedule_day_ids", "[1, 2, 3, 4, 5]");
    }

    public static Requests request() {
        return new Requests();
    }

    /** Sets a field to a text that stands in the JSON as it is. */
    public Requests with(String field, String rawJson) {
        fields.put(field, rawJson);
        return this;
    }

    public Requests without(String field) {
        fields.remove(field);
        return this;
    }

    public String json() {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    public ParsedRequest parsed() {
        return RequestParser.parse(bytes());
    }

    /** Returns a request for so many days and, unless it is 0, one membership only. */
    public static BookingRequest forDays(int days, long membershipId) {
        List<Long> ids =
                java.util.stream.LongStream.rangeClosed(1, days).boxed().toList();
        OptionalLong membership = membershipId == 0 ? OptionalLong.empty() : OptionalLong.of(membershipId);
        return new BookingRequest("9f1c0c1e", 720441, 146915197, 12345, ids, membership, "{}");
    }
}
