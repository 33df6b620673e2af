package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.EmbeddedKafka;
import io.turnstile.app.RequestSender;
import io.turnstile.simulator.SampleRequests;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * Lets a process replay letters at full rate, kills it again and again in the middle, and counts what was replayed. By hand:
 * {@code java -cp … io.turnstile.endtoend.KilledReplay 10000 10}.
 */
final class KilledReplay implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String JOB = "job-of-the-test";

    private final Stage stage;
    private final World world;
    private final int letters;
    private final KafkaConsumer<byte[], byte[]> resolutions;
    private long resolved;

    KilledReplay(String brokers, String altegioUrl, World world, int letters) {
        this.stage = Stage.on(brokers, altegioUrl).with("intake.concurrency", 256);
        this.world = world;
        this.letters = letters;
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        this.resolutions = new KafkaConsumer<>(properties);
    }

    /** Runs it and checks that each letter was replayed and scheduled once, and that the job counted them right. */
    void run(int kills) throws Exception {
        List<String> ids =
                SeededLetters.write(stage, SampleRequests.valid(world, 61, letters, Math.min(letters, 1_000)));
        List<TopicPartition> partitions = resolutions
                .partitionsFor(stage.settings().topics().resolutions())
                .stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        resolutions.assign(partitions);
        resolutions.seekToBeginning(partitions);
        submit();
        for (int kill = 1; kill <= kills; kill++) {
            try (TurnstileProcess process = TurnstileProcess.start(stage.environment(), "run")) {
                awaitResolved((long) letters * kill / (kills + 1));
                process.kill();
                System.out.println("killed after " + resolved + " letters");
            }
        }
        assertThat(resolved).as("replayed before the last kill").isLessThan(letters);
        try (TurnstileProcess process = TurnstileProcess.start(stage.environment(), "run")) {
            Instant begin = Instant.now();
            long from = resolved;
            awaitResolved(letters);
            System.out.printf(
                    "%d letters in %d ms%n",
                    resolved - from, Duration.between(begin, Instant.now()).toMillis());
            JsonNode finished = awaitFinished();
            Replays.assertReplayedOnce(stage.settings(), ids);
            assertThat(finished.path("done").asLong()).as("the job's own count").isEqualTo(letters);
            assertThat(finished.has("left_out")).isFalse();
            List<String> requests = Replays.requests(stage.settings()).values().stream()
                    .map(each -> Replays.place(each.get(0)))
                    .toList();
            stage.awaitExactlyOneOutcomeEach(requests, PATIENCE);
            assertThat(process.isAlive()).isTrue();
        }
    }

    /** Orders it as another instance would, that is there no more. */
    private void submit() throws InterruptedException {
        String event =
                """
                {"event": "submitted", "job_id": "%s", "at": "2026-11-23T10:15:30Z", "by": "Ana", "planned": %d,
                 "order": {"action": "replay", "filter": {"status": "open"}, "by": "Ana", "note": "", "overtaken": true}}
                """
                        .formatted(JOB, letters);
        try (RequestSender sender = new RequestSender(stage.settings())) {
            sender.send(new ProducerRecord<>(stage.settings().topics().jobs(), Stage.utf8(JOB), Stage.utf8(event)))
                    .id();
        }
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

    private JsonNode awaitFinished() {
        return Awaitility.await("the job is finished")
                .pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .until(this::lastEvent, event -> event.path("event").asText().equals("finished"));
    }

    private JsonNode lastEvent() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> events =
                Replays.read(stage.settings(), stage.settings().topics().jobs());
        return JSON.readTree(events.get(events.size() - 1).value());
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
            System.out.println("each letter was replayed once, and the job counted them right");
        }
    }
}
