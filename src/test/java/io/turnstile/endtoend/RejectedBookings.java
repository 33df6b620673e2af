package io.turnstile.endtoend;

import io.turnstile.simulator.Faults;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import io.turnstile.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;

/** Makes dead letters that somebody can put right, and waits until the console can show them. */
final class RejectedBookings {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Stage stage;
    private final URI console;
    private final Simulator altegio;
    private int seed = 100;

    RejectedBookings(Stage stage, URI console, Simulator altegio) {
        this.stage = stage;
        this.console = console;
        this.altegio = altegio;
    }

    /** Sends a booking that names a membership which does not exist, and could be scheduled without. */
    String sendMistaken(String word) throws InterruptedException {
        return send(samples(word, 1).stream()
                        .map(sample -> request(sample, "{\"membership_id\": 1,"))
                        .toList())
                .get(0);
    }

    /** Sends bookings of clients that Altegio does not know yet; when this returns, it knows them. */
    List<String> sendTooEarly(String word, int count) throws InterruptedException {
        List<SampleRequest> samples = samples(word, count);
        Map<Long, Integer> unknown = new HashMap<>();
        samples.forEach(sample -> unknown.put(Long.valueOf(sample.key()), 404));
        altegio.faults().set(Faults.none().withFailingClients(unknown));
        List<String> ids =
                send(samples.stream().map(sample -> request(sample, "{")).toList());
        altegio.faults().set(Faults.none());
        return ids;
    }

    /** Returns bookings that can be scheduled, each of another client, with the word in their ids. */
    private List<SampleRequest> samples(String word, int count) {
        return SampleRequests.valid(altegio.world(), seed++, count, count).stream()
                .map(sample -> new SampleRequest(
                        sample.key(),
                        Stage.utf8(sample.text()
                                .replaceFirst(",\\s*\"membership_id\":\\s*\\d+", "")
                                .replaceFirst("(\"request_id\":\\s*\")[^\"]*", "$1" + word + " " + sample.key())),
                        sample.expected()))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> request(SampleRequest sample, String beginning) {
        return stage.request(Stage.utf8(sample.key()), Stage.utf8(sample.text().replaceFirst("\\{", beginning)));
    }

    List<String> send(List<ProducerRecord<byte[], byte[]>> requests) throws InterruptedException {
        List<String> ids = stage.sendAll(requests);
        stage.awaitDecided(ids, ids.size(), PATIENCE);
        ids.forEach(id -> Awaitility.await(id + " is in the index")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isListed(id)));
        return ids;
    }

    private boolean isListed(String id) throws IOException, InterruptedException {
        return HTTP.send(
                                HttpRequest.newBuilder(console.resolve("/api/dead-letters/" + id))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
