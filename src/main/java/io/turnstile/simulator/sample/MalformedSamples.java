package io.turnstile.simulator.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.SimulatorJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Booking requests spoiled in the ways seen on real topics. */
final class MalformedSamples {
    private static final List<Consumer<ObjectNode>> BREACHES = List.of(
            json -> json.remove("client_id"),
            json -> json.putArray("schedule_day_ids"),
            json -> json.put("event_id", -1),
            json -> json.putArray("schedule_day_ids").add(123451).add(123451),
            json -> json.put("location_id", "720441"),
            json -> json.put("request_id", ""),
            json -> json.putArray("schedule_day_ids")
                    .add(1)
                    .add(2)
                    .add(3)
                    .add(4)
                    .add(5)
                    .add(6)
                    .add(7)
                    .add(8),
            json -> json.put("membership_id", 1.5));

    private static final int NOT_JSON_KINDS = 6;

    private MalformedSamples() {}

    /** Returns JSON that breaks a rule of booking requests; which one depends on {@code kind}, at least 0. */
    static byte[] invalid(ObjectNode request, int kind) {
        BREACHES.get(kind % BREACHES.size()).accept(request);
        return SimulatorJson.bytes(request);
    }

    /** Returns what is not one JSON object in UTF-8; which way depends on {@code kind}, at least 0. */
    static byte[] notJson(ObjectNode request, int kind) {
        byte[] bytes = SimulatorJson.bytes(request);
        return switch (kind % NOT_JSON_KINDS) {
            case 0 -> Arrays.copyOf(bytes, bytes.length / 2);
            case 1 -> utf8("booking " + request.path("request_id").asText());
            case 2 -> utf8(request + " and more");
            case 3 -> utf8("[" + request + "]");
            case 4 -> new byte[0];
            default -> notUtf8(bytes);
        };
    }

    private static byte[] notUtf8(byte[] json) {
        byte[] spoilt = json.clone();
        spoilt[json.length / 2] = (byte) 0xC3;
        spoilt[json.length / 2 + 1] = (byte) 0x28;
        return spoilt;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
