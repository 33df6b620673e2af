package io.turnstile.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.OddKind;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Mix of requests, each with what has to become of it: most of them fine, some with a fault of their own, some hostile. The
 * same world, seed and count give the same requests, in the same order. One thread's.
 */
final class Traffic {

    /** Largest value that a default topic takes, with room for the key. */
    private static final int LARGEST = 1_048_400;

    private static final long HALF_AN_HOUR = Duration.ofMinutes(30).toMillis();
    private static final JsonMapper JSON = new JsonMapper();

    /** Clients of whose calls all go wrong in one way, and nobody else's. */
    enum Ill {
        SLOW("slow", Request.SCHEDULED, 20),
        FAILING("one client gets 500", "UPSTREAM_ERROR", 1),
        REFUSED("one client gets 401", "FORBIDDEN", 1),
        HANGING("thirty clients hang", "UPSTREAM_ERROR", 30),
        QUOTED_ERROR("answers quote the call, 500", "UPSTREAM_ERROR", 3),
        QUOTED_REFUSAL("answers quote the call, 403", "FORBIDDEN", 3);

        private final String requestClass;
        private final String expected;
        private final int clients;

        Ill(String requestClass, String expected, int clients) {
            this.requestClass = requestClass;
            this.expected = expected;
            this.clients = clients;
        }

        String requestClass() {
            return requestClass;
        }
    }

    private final Random random;
    private final int count;
    private final Iterator<SampleRequest> fine;
    private final Iterator<SampleRequest> mixed;
    private final Map<Ill, List<SampleRequest>> ill = new EnumMap<>(Ill.class);
    private final Map<String, Ill> illClients = new HashMap<>();

    Traffic(World world, long seed, int count) {
        this.random = new Random(seed);
        this.count = count;
        for (Ill each : Ill.values()) {
            List<SampleRequest> samples =
                    SampleRequests.valid(world, seed + 10 + each.ordinal(), count / 10 + 50, each.clients);
            ill.put(each, samples);
            samples.forEach(sample -> illClients.putIfAbsent(sample.key(), each));
        }
        this.fine = healthy(SampleRequests.valid(world, seed + 1, count + 100, Math.max(50, count / 4)));
        this.mixed = healthy(SampleRequests.mixed(world, seed + 2, Math.max(100, count / 5)));
    }

    private Iterator<SampleRequest> healthy(List<SampleRequest> samples) {
        return samples.stream()
                .filter(each -> !illClients.containsKey(each.key()))
                .iterator();
    }

    /** Returns the clients whose calls go wrong in a way. */
    Set<Long> clients(Ill of) {
        return illClients.entrySet().stream()
                .filter(each -> each.getValue() == of)
                .map(each -> Long.valueOf(each.getKey()))
                .collect(Collectors.toSet());
    }

    /** Makes the API's answers to the ill clients what they are; who hangs or is slow is up to a relay. */
    Faults faults(Faults other) {
        Map<Long, Integer> failing = new HashMap<>();
        clients(Ill.FAILING).forEach(each -> failing.put(each, 500));
        clients(Ill.REFUSED).forEach(each -> failing.put(each, 401));
        Map<Long, OddResponse> quoted = new HashMap<>();
        clients(Ill.QUOTED_ERROR).forEach(each -> quoted.put(each, OddResponse.of(OddKind.QUOTE, 500)));
        clients(Ill.QUOTED_REFUSAL).forEach(each -> quoted.put(each, OddResponse.of(OddKind.QUOTE, 403)));
        OddResponses odd = other.odd().withClients(quoted);
        return other.withFailingClients(failing).withOdd(odd);
    }

    /** Makes the requests for a topic. */
    List<Request> requests(String topic) throws IOException {
        List<Request> requests = new ArrayList<>();
        while (requests.size() < count) {
            Request request = next(topic, random.nextInt(200), requests.size());
            requests.add(request);
            if (random.nextInt(100) == 0) {
                requests.add(new Request("duplicate", request.location(), request.expected(), request.record()));
            }
        }
        return requests;
    }

    private Request next(String topic, int luck, int number) throws IOException {
        if (luck < 4) {
            return ill(Ill.FAILING, topic, number);
        } else if (luck < 6) {
            return ill(Ill.REFUSED, topic, number);
        } else if (luck < 8) {
            return ill(Ill.HANGING, topic, number);
        } else if (luck < 10) {
            return ill(random.nextBoolean() ? Ill.QUOTED_ERROR : Ill.QUOTED_REFUSAL, topic, number);
        } else if (luck < 20) {
            return ill(Ill.SLOW, topic, number);
        } else if (luck < 30) {
            return hostile(sample("hostile headers", topic, fine.next()));
        } else if (luck < 31) {
            return malformed("large, malformed", record(topic, noise(4), noise(random.nextInt(LARGEST))));
        } else if (luck < 32) {
            SampleRequest sample = fine.next();
            byte[] value = padded(sample, 2_000 + random.nextInt(LARGEST - 2_000));
            return request("large, valid", sample, Request.SCHEDULED, record(topic, key(sample), value));
        } else if (luck < 34) {
            return malformed("malformed", record(topic, null, random.nextBoolean() ? null : noise(30)));
        } else if (luck < 36) {
            SampleRequest sample = fine.next();
            return request("no key", sample, Request.SCHEDULED, record(topic, null, sample.value()));
        } else if (luck < 38) {
            SampleRequest sample = fine.next();
            long later = System.currentTimeMillis() + HALF_AN_HOUR;
            return request(
                    "from the future",
                    sample,
                    Request.SCHEDULED,
                    new ProducerRecord<>(topic, null, later, key(sample), sample.value()));
        } else if (luck < 70 && mixed.hasNext()) {
            return sample("mixed", topic, mixed.next());
        }
        return sample("fine", topic, fine.next());
    }

    private Request ill(Ill how, String topic, int number) {
        List<SampleRequest> samples = ill.get(how);
        SampleRequest sample = samples.get(number % samples.size());
        Ill ownFault = illClients.get(sample.key());
        return request(ownFault.requestClass, sample, ownFault.expected, record(topic, key(sample), sample.value()));
    }

    private static Request sample(String requestClass, String topic, SampleRequest sample) {
        return request(requestClass, sample, sample.expected().name(), record(topic, key(sample), sample.value()));
    }

    private static Request request(
            String requestClass, SampleRequest sample, String expected, ProducerRecord<byte[], byte[]> record) {
        return new Request(requestClass, location(sample), Set.of(expected), record);
    }

    private static Request malformed(String requestClass, ProducerRecord<byte[], byte[]> record) {
        return new Request(requestClass, 0, Set.of("NOT_JSON"), record);
    }

    private static long location(SampleRequest sample) {
        try {
            JsonNode json = JSON.readTree(sample.value());
            return json.path("location_id").asLong();
        } catch (IOException noJson) {
            return 0;
        }
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
