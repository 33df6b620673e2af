package io.turnstile.faults;

import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.RecordId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Small world in which all promises are kept, to plant violations in: requests of one key, a second apart. */
final class PlantedWorld {

    static final String REQUESTS = "requests";
    static final String SCHEDULES = "schedules";
    static final String LETTERS = "letters";
    static final String RESOLUTIONS = "resolutions";
    static final String RETRY = "requests.retry.1";

    private final Map<String, Sent> sent = new HashMap<>();
    final List<Seen> records = new ArrayList<>();
    final List<Struck> faults = new ArrayList<>();
    private final Map<String, Long> ends = new HashMap<>();

    /** Sends a request of a class, a second after the one before, and returns its id. */
    String send(String requestClass, String expected) {
        long offset = ends.getOrDefault(REQUESTS, 0L);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                REQUESTS, utf8("client"), utf8("{\"request_id\": \"" + offset + "\", \"noise\": [1.50, null]}"));
        record.headers().add("trace", utf8("t-" + offset)).add("nothing", null);
        Request request = new Request(requestClass, 720441, Set.of(expected), record);
        Seen seen = write(REQUESTS, record.key(), record.value(), offset * 1_000, headers(record));
        sent.put(seen.place(), new Sent(request, seen.at()));
        return seen.place();
    }

    /** Makes a schedule of a request, so many milliseconds after it was sent. */
    Seen schedule(String id, long after) {
        return schedule(id, after, new String(request(id).record().value(), StandardCharsets.UTF_8));
    }

    Seen schedule(String id, long after, String quoted) {
        Seen request = request(id);
        return write(
                SCHEDULES,
                request.record().key(),
                utf8("{\"available_visits\": 3, \"request\": " + quoted + "}"),
                request.at() + after,
                with(request, HeaderNames.CE_ID, id));
    }

    /** Makes a dead letter of a request. */
    Seen letter(String id, String reason, long after) {
        Seen request = request(id);
        Map<String, byte[]> headers = with(request, HeaderNames.DEAD_LETTER_ID, id);
        headers.put(HeaderNames.REASON, utf8(reason));
        return write(LETTERS, request.record().key(), request.record().value().clone(), request.at() + after, headers);
    }

    /** Replays a letter: its request and its resolution. Returns the request's id. */
    String replay(String letter) {
        String id = replayWithoutResolution(letter);
        resolve(letter, id);
        return id;
    }

    String replayWithoutResolution(String letter) {
        Seen request = request(letter);
        return write(
                        REQUESTS,
                        request.record().key(),
                        request.record().value(),
                        request.at() + 2_000,
                        with(request, HeaderNames.REPLAY_OF, letter))
                .place();
    }

    void resolve(String letter, String as) {
        Map<String, byte[]> headers = new HashMap<>(Map.of(HeaderNames.REPLAYED_AS, utf8(as)));
        write(RESOLUTIONS, utf8(letter), utf8("{\"action\": \"replayed\"}"), 0, headers);
    }

    void retry(String id) {
        String[] parts = id.split("-");
        write(
                RETRY,
                utf8("client"),
                utf8("{}"),
                0,
                new HashMap<>(Map.of(
                        HeaderNames.ORIGIN_TOPIC, utf8(parts[0]),
                        HeaderNames.ORIGIN_PARTITION, utf8(parts[1]),
                        HeaderNames.ORIGIN_OFFSET, utf8(parts[2]))));
    }

    Seen write(String topic, byte[] key, byte[] value, long at, Map<String, byte[]> headers) {
        long offset = ends.merge(topic, 1L, Long::sum) - 1;
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, offset, key, value);
        headers.forEach((name, content) -> record.headers().add(name, content));
        Seen seen = new Seen(record, at);
        records.add(seen);
        return seen;
    }

    Seen request(String id) {
        return records.stream()
                .filter(each -> each.place().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, byte[]> headers(ProducerRecord<byte[], byte[]> of) {
        Map<String, byte[]> headers = new java.util.TreeMap<>();
        for (Header each : of.headers()) {
            headers.put(each.key(), each.value());
        }
        return headers;
    }

    private static Map<String, byte[]> with(Seen request, String name, String value) {
        Map<String, byte[]> headers = new java.util.TreeMap<>();
        for (Header each : request.record().headers()) {
            if (!HeaderNames.isOwn(each.key())) {
                headers.put(each.key(), each.value());
            }
        }
        headers.put(name, utf8(value));
        return headers;
    }

    /** Returns the kinds of violations that are found, on a machine with nothing else to do. */
    List<Violation.Kind> found() {
        Observed observed = new Observed(
                new Observed.Topics(REQUESTS, SCHEDULES, LETTERS, RESOLUTIONS, Set.of(RETRY)), sent, records, faults);
        UnaryOperator<Duration> quiet = UnaryOperator.identity();
        return OutcomeChecker.check(observed, quiet).stream()
                .map(Violation::kind)
                .distinct()
                .toList();
    }

    static String id(long offset) {
        return RecordId.text(REQUESTS, 0, offset);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
