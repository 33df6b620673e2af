package io.turnstile.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Mix of requests for a soak, each with what has to become of it. The same world, seed and count give the same requests, in
 * the same order. One thread's.
 */
final class SoakTraffic {

    /** Largest value that a default topic takes, with room for the key. */
    private static final int LARGEST = 1_048_400;

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final long seed;
    private final Random random;
    private final int count;
    private final Iterator<SampleRequest> fine;
    private final Iterator<SampleRequest> mixed;
    private final List<SampleRequest> slow;
    private final List<SampleRequest> failing;
    private final List<SampleRequest> refused;
    private final List<SampleRequest> hanging;

    SoakTraffic(World world, long seed, int count) {
        this.world = world;
        this.seed = seed;
        this.random = new Random(seed);
        this.count = count;
        this.fine = valid(1, count, Math.max(50, count / 4)).iterator();
        this.mixed =
                SampleRequests.mixed(world, seed + 2, Math.max(100, count / 5)).iterator();
        this.slow = valid(3, count / 10 + 50, Math.max(20, count / 40));
        this.failing = valid(4, count / 10 + 50, 1);
        this.refused = valid(5, count / 10 + 50, 1);
        this.hanging = valid(6, count / 10 + 50, 10);
    }

    private List<SampleRequest> valid(int salt, int many, int clients) {
        return SampleRequests.valid(world, seed + salt, many, clients);
    }

    /**
     * Request of the mix.
     *
     * @param requestClass what is the matter with it
     * @param expected {@code SCHEDULED}, or the reasons of which its dead letter may have any, with bars between
     */
    record Request(String requestClass, String expected, ProducerRecord<byte[], byte[]> record) {

        boolean allows(String outcome) {
            return Arrays.asList(expected.split("\\|")).contains(outcome);
        }
    }

    Set<Long> slowClients() {
        return clients(slow);
    }

    Set<Long> failingClients() {
        return clients(failing);
    }

    Set<Long> refusedClients() {
        return clients(refused);
    }

    Set<Long> hangingClients() {
        return clients(hanging);
    }

    private static Set<Long> clients(List<SampleRequest> samples) {
        return samples.stream().map(each -> Long.parseLong(each.key())).collect(Collectors.toCollection(HashSet::new));
    }

    /** Makes the requests for a topic. */
    List<Request> requests(String topic) throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(next(topic, random.nextInt(200), i));
        }
        return requests;
    }

    private Request next(String topic, int luck, int number) throws IOException {
        if (luck < 4) {
            return one("one client gets 500", "UPSTREAM_ERROR", topic, failing.get(number % failing.size()));
        } else if (luck < 6) {
            return one("one client gets 401", "FORBIDDEN", topic, refused.get(number % refused.size()));
        } else if (luck < 10) {
            return one("ten clients hang", "UPSTREAM_ERROR", topic, hanging.get(number % hanging.size()));
        } else if (luck < 20) {
            return one("slow", "SCHEDULED", topic, slow.get(number % slow.size()));
        } else if (luck < 30) {
            return hostile(one("hostile headers", "SCHEDULED", topic, fine.next()));
        } else if (luck < 31) {
            return new Request("large, malformed", "NOT_JSON", record(topic, noise(4), noise(random.nextInt(LARGEST))));
        } else if (luck < 32) {
            SampleRequest sample = fine.next();
            byte[] value = padded(sample, 2_000 + random.nextInt(LARGEST - 2_000));
            return new Request("large, valid", "SCHEDULED", record(topic, key(sample), value));
        } else if (luck < 34) {
            return new Request("malformed", "NOT_JSON", record(topic, null, random.nextBoolean() ? null : noise(30)));
        } else if (luck < 64 && mixed.hasNext()) {
            SampleRequest sample = mixed.next();
            return one("mixed", sample.expected().name(), topic, sample);
        }
        return one("fine", "SCHEDULED", topic, fine.next());
    }

    private static Request one(String requestClass, String expected, String topic, SampleRequest sample) {
        return new Request(requestClass, expected, record(topic, key(sample), sample.value()));
    }

    private static byte[] key(SampleRequest sample) {
        return sample.key().getBytes(StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value) {
        return new ProducerRecord<>(topic, key, value);
    }

    private Request hostile(Request request) {
        for (String name : List.of(
                "CamelHttpUri", "CamelHttpPath", "CamelHttpQuery", "CamelKafkaOverrideTopic", "CamelToEndpoint")) {
            request.record().headers().add(name, "http://127.0.0.1:9/elsewhere".getBytes(StandardCharsets.UTF_8));
        }
        for (String name : List.of("turnstile-attempts", "turnstile-not-before", "turnstile-origin-offset", "ce_id")) {
            request.record().headers().add(name, "99999999999999".getBytes(StandardCharsets.UTF_8));
        }
        request.record().headers().add("nothing", null).add("noise", noise(random.nextInt(5_000)));
        return request;
    }

    /** Returns bytes that are no JSON. */
    private byte[] noise(int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] padded(SampleRequest sample, int size) throws IOException {
        char[] padding = new char[Math.max(1, size - sample.value().length - 20)];
        Arrays.fill(padding, 'x');
        ObjectNode json = (ObjectNode) JSON.readTree(sample.value());
        return JSON.writeValueAsBytes(json.put("comment", new String(padding)));
    }
}
