package io.turnstile.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A request's two calls, and its schedule. Takes the first membership, and that it can book. */
final class BookingJson {

    private static final JsonMapper JSON = new JsonMapper();

    /** Way to make a call: a path with a query in, the body of the response out. */
    interface Caller {
        byte[] get(String path) throws IOException;
    }

    private BookingJson() {}

    /** Makes a request's two calls, one after the other, and returns its schedule. */
    static ProducerRecord<byte[], byte[]> schedule(ConsumerRecord<byte[], byte[]> record, Caller caller) {
        try {
            return decide(record, caller);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> decide(ConsumerRecord<byte[], byte[]> record, Caller caller)
            throws IOException {
        JsonNode request = JSON.readTree(record.value());
        String client = "/company/" + request.path("location_id").asLong() + "/client/"
                + request.path("client_id").asLong() + "/loyalty/abonements/";
        String event = "?event_id=" + request.path("event_id").asLong();
        JsonNode membership = JSON.readTree(caller.get(client + "search_for_activity" + event))
                .path("data")
                .path(0);
        List<String> days = new ArrayList<>();
        request.path("schedule_day_ids").forEach(day -> days.add(day.asText()));
        JsonNode check = JSON.readTree(caller.get(client + membership.path("id").asText() + "/check_for_activity"
                + event + "&schedule_day_ids=" + String.join(",", days)));
        ObjectNode schedule = JSON.createObjectNode();
        for (String field : List.of("request_id", "location_id", "client_id", "event_id", "schedule_day_ids")) {
            schedule.set(field, request.path(field));
        }
        schedule.set("membership", membership);
        schedule.set("check", check.path("data").path("attributes"));
        schedule.set("request", request);
        ProducerRecord<byte[], byte[]> outcome =
                new ProducerRecord<>(Environment.SCHEDULES, record.key(), JSON.writeValueAsBytes(schedule));
        String id = record.topic() + "-" + record.partition() + "-" + record.offset();
        outcome.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        return outcome;
    }
}
