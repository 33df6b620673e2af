package io.turnstile.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.endtoend.RecreatedLettersTest;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.World;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * Three operators press at once to replay the same letters, at full rate, at a process that is killed again and again; when most
 * are done, somebody makes the dead-letter topic again, and other letters with the same ids stand in the same places. Counts what
 * was replayed. By hand: {@code java -cp … io.turnstile.load.KilledReplay 10000 10}.
 */
public final class KilledReplay implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> OPERATORS = List.of("Ana", "Ben", "Cleo");

    /** Part of the letters that are replayed before their topic is created again. */
    private static final double BEFORE = 0.8;

    private final PipelineFixture stage;
    private final World world;
    private final int letters;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaConsumer<byte[], byte[]> resolutions;
    private long resolved;

    public KilledReplay(String brokers, String altegioUrl, World world, int letters) throws IOException {
        int port = freePort();
        this.address = URI.create("http://127.0.0.1:" + port);
        this.stage = PipelineFixture.on(brokers, altegioUrl)
                .with("intake.concurrency", 256)
                .with("http.port", port);
        this.world = world;
        this.letters = letters;
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        this.resolutions = new KafkaConsumer<>(properties);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Runs it and checks that each letter was replayed once or left out with its reason, and that the jobs counted them right. */
    public void run(int kills) throws Exception {
        List<SampleRequest> old = SampleRequests.valid(world, 61, letters, Math.min(letters, 1_000));
        List<String> ids = SeededLetters.write(stage, old);
        List<TopicPartition> partitions = resolutions
                .partitionsFor(stage.settings().topics().resolutions())
                .stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        resolutions.assign(partitions);
        resolutions.seekToBeginning(partitions);
        for (int kill = 1; kill <= kills; kill++) {
            try (TurnstileProcess process = start()) {
                if (kill == 1) {
                    press(ids);
                }
                awaitResolved((long) (letters * BEFORE * kill / kills));
                if (kill == kills) {
                    makeAnew();
                }
                process.kill();
                System.out.println("killed after " + resolved + " letters");
            }
        }
        try (TurnstileProcess process = start()) {
            Instant begin = Instant.now();
            List<JsonNode> jobs = awaitFinished();
            System.out.printf(
                    "all jobs are finished %d ms after the last start%n",
                    Duration.between(begin, Instant.now()).toMillis());
            check(old, ids, jobs);
            assertThat(process.isAlive()).isTrue();
        }
    }

    private TurnstileProcess start() throws IOException {
        return TurnstileProcess.start(stage.environment(), "run");
    }

    /** Has two operators order all open letters, and one all of them by id, at the same moment. */
    private void press(List<String> ids) throws Exception {
        Awaitility.await("all letters are known")
                .ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> get("/api/overview").at("/index/ready").asBoolean());
        ExecutorService operators = Executors.newFixedThreadPool(OPERATORS.size());
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<Integer>> pressed = new ArrayList<>();
            for (String each : OPERATORS) {
                ObjectNode order =
                        JSON.createObjectNode().put("action", "replay").put("superseded", true);
                if (each.equals("Cleo")) {
                    ids.forEach(order.withArrayProperty("ids")::add);
                } else {
                    order.putObject("filter");
                }
                pressed.add(operators.submit(() -> {
                    go.await();
                    return post("/api/jobs", order.put("by", each));
                }));
            }
            go.countDown();
            for (Future<Integer> each : pressed) {
                assertThat(each.get()).isEqualTo(201);
            }
        } finally {
            operators.shutdownNow();
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }

    private int post(String path, JsonNode body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Makes the topic again, with letters of other requests in the same places. */
    private void makeAnew() throws Exception {
        RecreatedLettersTest.recreate(
                stage.settings().kafka().brokers(), stage.settings().topics().deadLetters(), PATIENCE);
        SeededLetters young = SeededLetters.on(stage).decidedFrom(Instant.now());
        SampleRequests.valid(world, 62, letters, Math.min(letters, 1_000)).forEach(each -> young.add(each, 0));
        young.write();
    }

    private void check(List<SampleRequest> old, List<String> ids, List<JsonNode> jobs) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> replayed = Replays.requests(stage.settings());
        assertThat(ids).containsAll(replayed.keySet());
        for (int i = 0; i < ids.size(); i++) {
            byte[] value = old.get(i).value();
            assertThat(replayed.getOrDefault(ids.get(i), List.of()))
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(each -> assertThat(each.value()).isEqualTo(value));
        }
        long done = 0;
        for (JsonNode each : jobs) {
            long leftOut = 0;
            for (JsonNode left : each.path("left_out")) {
                leftOut += left.path("count").asLong();
                assertThat(left.path("why").asText()).isIn("resolved", "gone");
            }
            assertThat(each.path("planned").asInt()).isEqualTo(letters);
            assertThat(each.path("done").asLong() + leftOut).as(each.toString()).isEqualTo(letters);
            done += each.path("done").asLong();
            System.out.println(each.at("/order/by").asText() + ": done=" + each.path("done") + " left out="
                    + each.path("left_out"));
        }
        assertThat(done).as("the jobs' own counts").isEqualTo(replayed.size());
        assertThat(Replays.resolutions(stage.settings())).hasSameSizeAs(replayed.keySet());
        List<String> requests = replayed.values().stream()
                .map(each -> Replays.place(each.get(0)))
                .toList();
        stage.awaitExactlyOneOutcomeEach(requests, PATIENCE);
        System.out.println(replayed.size() + " of " + letters + " letters were replayed, each once");
    }

    private void awaitResolved(long count) {
        Awaitility.await(count + " letters are resolved")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> {
                    resolved += resolutions.poll(Duration.ofMillis(50)).count();
                    return resolved >= count;
                });
    }

    private List<JsonNode> awaitFinished() {
        return Awaitility.await("all jobs are finished")
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .until(
                        this::jobs,
                        jobs -> jobs.size() == OPERATORS.size()
                                && jobs.stream()
                                        .allMatch(each ->
                                                each.path("state").asText().equals("finished")));
    }

    private List<JsonNode> jobs() throws IOException, InterruptedException {
        List<JsonNode> jobs = new ArrayList<>();
        get("/api/jobs").path("jobs").forEach(jobs::add);
        return jobs;
    }

    @Override
    public void close() {
        resolutions.close();
        stage.close();
    }

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                Simulator altegio = Simulator.start(SimulatorOptions.defaults());
                KilledReplay replay = new KilledReplay(
                        kafka.brokers(), altegio.url(), altegio.world(), Integer.parseInt(arguments[0]))) {
            replay.run(Integer.parseInt(arguments[1]));
            System.out.println("each letter was replayed once or left out, and the jobs counted them right");
        }
        System.exit(0);
    }
}
