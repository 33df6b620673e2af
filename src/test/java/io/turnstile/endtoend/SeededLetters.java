package io.turnstile.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.RequestSender;
import io.turnstile.simulator.SampleRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes dead letters straight to their topic, with the contract's headers, as if requests had been turned away before. */
final class SeededLetters {

    private static final JsonMapper JSON = new JsonMapper();

    private final Stage stage;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Instant decidedAt = Instant.now().minusSeconds(3_600);

    private boolean keyed = true;

    private SeededLetters(Stage stage) {
        this.stage = stage;
    }

    /** Gives letters their sample's key, or none. */
    SeededLetters keyed(boolean with) {
        keyed = with;
        return this;
    }

    /** Lets letters be decided from a moment on, an hour ago otherwise. */
    SeededLetters decidedFrom(Instant moment) {
        decidedAt = moment;
        return this;
    }

    static SeededLetters on(Stage stage) {
        return new SeededLetters(stage);
    }

    /** Writes one letter for each sample, decided one after the other; returns their ids, in order. */
    static List<String> write(Stage stage, List<SampleRequest> samples) throws InterruptedException {
        SeededLetters letters = on(stage);
        samples.forEach(each -> letters.add(each, 0));
        return letters.write();
    }

    /** Adds a letter that came back that often. */
    SeededLetters add(SampleRequest sample, int replays) {
        String topic = stage.settings().topics().requests() + ".before";
        String id = topic + "-0-" + ids.size();
        decidedAt = decidedAt.plusMillis(1);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                stage.settings().topics().deadLetters(), keyed ? Stage.utf8(sample.key()) : null, sample.value());
        letter.headers().add("traceparent", Stage.utf8("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        letter.headers().add("dup", Stage.utf8("1")).add("dup", null).add("raw", new byte[] {(byte) 0xFF, 0});
        header(letter, "dead-letter-id", id);
        header(letter, "kind", sample.expected().malformed() ? "malformed" : "rejected");
        header(letter, "reason", sample.expected().malformed() ? "NOT_JSON" : "NOT_ENOUGH_VISITS");
        header(letter, "message", "The membership has 2 visits left and 3 days are requested.");
        header(letter, "evidence", "[]");
        header(letter, "request-id", requestId(sample));
        header(letter, "origin-topic", topic);
        header(letter, "origin-partition", "0");
        header(letter, "origin-offset", Integer.toString(ids.size()));
        header(letter, "origin-timestamp", Long.toString(decidedAt.toEpochMilli() - 500));
        header(letter, "attempts", "1");
        header(letter, "replays", Integer.toString(replays));
        header(letter, "decided-at", decidedAt.toString());
        records.add(letter);
        ids.add(id);
        return this;
    }

    List<String> write() throws InterruptedException {
        List<RequestSender.Sent> sent = new ArrayList<>();
        try (RequestSender sender = new RequestSender(stage.settings())) {
            records.forEach(each -> sent.add(sender.send(each)));
            for (RequestSender.Sent each : sent) {
                each.id();
            }
        }
        return ids;
    }

    private static String requestId(SampleRequest sample) {
        try {
            return sample.jsonObject()
                    ? JSON.readTree(sample.value()).path("request_id").asText()
                    : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add("turnstile-" + name, Stage.utf8(value));
    }
}
