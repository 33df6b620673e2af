package io.turnstile.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.OutcomeCount;
import io.turnstile.app.RequestSender;
import io.turnstile.load.KeyOrder;
import io.turnstile.load.WaitingTimes;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import io.turnstile.simulator.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests keyed by client, a few of them with a fault of their own among many that have none; and, once they are decided,
 * how long each waited for its outcome, and how long its decision waited for its commit. One thread's.
 */
final class HeadOfLine {

    /** Class of the requests that have no fault of their own. */
    static final String OTHERS = "others";

    private static final JsonMapper JSON = new JsonMapper();

    private final Stage stage;
    private final Map<String, Request> sent = new ConcurrentHashMap<>();

    HeadOfLine(Stage stage) {
        this.stage = stage;
    }

    /**
     * Request to be sent.
     *
     * @param requestClass what is the matter with it, or {@link #OTHERS}
     */
    record Request(String requestClass, SampleRequest sample, long sentAt) {

        long client() {
            return Long.parseLong(sample.key());
        }

        private Request at(long millis) {
            return new Request(requestClass, sample, millis);
        }
    }

    /** Makes requests, each twentieth of them of a class with a fault, of that many clients; four for each other client. */
    static List<Request> mixed(World world, long seed, int count, String faulty, int faultyClients) {
        int few = count / 20;
        List<SampleRequest> odd = SampleRequests.valid(world, seed + 1_000, few, faultyClients);
        List<SampleRequest> others = SampleRequests.valid(world, seed, count - few, Math.max(1, count / 4));
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isOdd = i % 20 == 3 && i / 20 < few;
            SampleRequest sample = isOdd ? odd.get(i / 20) : others.get(i - Math.min((i + 16) / 20, few));
            requests.add(new Request(isOdd ? faulty : OTHERS, sample, 0));
        }
        return requests;
    }

    /** Makes requests without a fault. */
    static List<Request> others(World world, long seed, int count) {
        return of(OTHERS, SampleRequests.valid(world, seed, count, Math.max(1, count / 4)));
    }

    /** Makes samples of as many clients. */
    static List<SampleRequest> samples(World world, long seed, int count) {
        return SampleRequests.valid(world, seed, count, count);
    }

    static List<Request> of(String requestClass, List<SampleRequest> samples) {
        return samples.stream()
                .map(sample -> new Request(requestClass, sample, 0))
                .toList();
    }

    static Set<Long> clients(List<Request> requests, String requestClass) {
        Set<Long> clients = new TreeSet<>();
        requests.stream()
                .filter(each -> each.requestClass().equals(requestClass))
                .forEach(each -> clients.add(each.client()));
        return clients;
    }

    /** Sends requests, without a pause between them; returns their ids once Kafka has them. */
    List<String> send(List<Request> requests) throws InterruptedException {
        try (RequestSender sender = new RequestSender(stage.settings())) {
            List<RequestSender.Sent> written = new ArrayList<>();
            List<Request> timed = new ArrayList<>();
            for (Request each : requests) {
                timed.add(each.at(System.currentTimeMillis()));
                written.add(sender.send(record(timed.get(timed.size() - 1))));
            }
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                String id = written.get(i).id();
                ids.add(id);
                sent.put(id, timed.get(i));
            }
            return ids;
        }
    }

    private ProducerRecord<byte[], byte[]> record(Request request) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                stage.settings().topics().requests(),
                null,
                request.sentAt(),
                Stage.utf8(request.sample().key()),
                request.sample().value());
        if (request.requestClass().equals("replay")) {
            record.headers()
                    .add("turnstile-replay-of", Stage.utf8(record.topic() + ".before-0-1"))
                    .add("turnstile-replays", Stage.utf8("1"));
        }
        return record;
    }

    /**
     * Sends requests at an even pace, and returns when the last was sent.
     *
     * @param outcomes read meanwhile; null for none
     */
    void sendEvenly(List<Request> requests, int perSecond, OutcomeCount outcomes) throws InterruptedException {
        List<RequestSender.Sent> written = new ArrayList<>();
        List<Request> timed = new ArrayList<>();
        try (RequestSender sender = new RequestSender(stage.settings())) {
            long begin = System.nanoTime();
            for (Request each : requests) {
                long due = begin + written.size() * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    if (outcomes == null) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    } else {
                        outcomes.poll(Duration.ofMillis(1));
                    }
                }
                timed.add(each.at(System.currentTimeMillis()));
                written.add(sender.send(record(timed.get(timed.size() - 1))));
            }
            for (int i = 0; i < written.size(); i++) {
                sent.put(written.get(i).id(), timed.get(i));
            }
        }
    }

    /** Returns the class of a request that was sent. */
    String requestClass(String id) {
        Request request = sent.get(id);
        return request == null ? "not among them" : request.requestClass();
    }

    /** Returns the ids of all requests that were sent. */
    Set<String> ids() {
        return sent.keySet();
    }

    /** Returns the ids of the requests of one class. */
    List<String> ids(String requestClass) {
        return sent.entrySet().stream()
                .filter(each -> each.getValue().requestClass().equals(requestClass))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns how long the requests waited from their timestamps to their outcomes'. */
    WaitingTimes waits() {
        WaitingTimes waits = new WaitingTimes();
        decided()
                .forEach((id, request) ->
                        waits.add(request.requestClass(), stage.outcomeOf(id).timestamp() - request.sentAt()));
        return waits;
    }

    /** Returns how long decisions waited until they were written with a commit. */
    WaitingTimes commitDelays() {
        WaitingTimes delays = new WaitingTimes();
        decided().forEach((id, request) -> {
            ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(id);
            delays.add(
                    request.requestClass(),
                    outcome.timestamp() - decidedAt(outcome).toEpochMilli());
        });
        return delays;
    }

    private Map<String, Request> decided() {
        Map<String, Request> decided = new HashMap<>(sent);
        decided.keySet().removeIf(id -> stage.outcomeOf(id) == null);
        return decided;
    }

    private Instant decidedAt(ConsumerRecord<byte[], byte[]> outcome) {
        try {
            return Instant.parse(
                    stage.outcomes().isSchedule(outcome)
                            ? JSON.readTree(outcome.value()).path("checked_at").asText()
                            : OutcomeCount.header(outcome, "turnstile-decided-at"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the ids of the requests that went through a retry. */
    Set<String> retried() {
        Set<String> retried = new HashSet<>();
        for (String topic : stage.settings().retryTopics()) {
            for (ConsumerRecord<byte[], byte[]> each : Replays.read(stage.settings(), topic)) {
                retried.add(OutcomeCount.header(each, "turnstile-origin-topic") + "-"
                        + OutcomeCount.header(each, "turnstile-origin-partition") + "-"
                        + OutcomeCount.header(each, "turnstile-origin-offset"));
            }
        }
        return retried;
    }

    /** Returns a line for each outcome that overtook one of an earlier request of its key. */
    List<String> orderViolations() {
        return KeyOrder.violations(stage.outcomes(), sent.keySet(), retried());
    }
}
