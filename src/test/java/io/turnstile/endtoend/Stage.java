package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.MissingOffsets;
import io.turnstile.app.OutcomeCount;
import io.turnstile.app.Pipeline;
import io.turnstile.app.RequestSender;
import io.turnstile.app.Settings;
import io.turnstile.app.Topics;
import io.turnstile.simulator.SampleRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;

/**
 * Is a place on a broker that only one test uses: settings with topics, a group and an instance of its own, a sender, a
 * {@code read_committed} reader of the outcomes, and the pipelines started here. Closes all of them.
 */
final class Stage implements AutoCloseable {

    private final Map<String, String> environment = new TreeMap<>();
    private final List<Pipeline> pipelines = new CopyOnWriteArrayList<>();
    private final List<String> stops = new CopyOnWriteArrayList<>();
    private Settings settings;
    private RequestSender sender;
    private OutcomeCount outcomes;

    private Stage() {}

    /** Returns a stage without quota, whose other settings are the defaults until {@link #with} changes them. */
    static Stage on(String brokers, String altegioUrl) {
        String name = "e2e-" + UUID.randomUUID().toString().substring(0, 8);
        return new Stage()
                .with("kafka.brokers", brokers)
                .with("kafka.group", name)
                .with("instance", name)
                .with("topic.requests", name + ".requests")
                .with("topic.schedules", name + ".schedules")
                .with("topic.dead-letters", name + ".dead-letters")
                .with("topic.retry", name + ".requests.retry")
                .with("topic.resolutions", name + ".resolutions")
                .with("topic.jobs", name + ".jobs")
                .with("altegio.base-url", altegioUrl)
                .with("altegio.partner-token", "sim-partner")
                .with("altegio.user-token", "sim-user")
                .with("altegio.quota.per-second", 0)
                .with("altegio.quota.per-minute", 0)
                .with("http.port", 0);
    }

    /** Sets {@code turnstile.<key>}; before the first record is sent or the first pipeline started. */
    Stage with(String key, Object value) {
        environment.put(variable(key), value.toString());
        return this;
    }

    private static String variable(String key) {
        return "TURNSTILE_"
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Returns the settings as environment variables, for a process. */
    Map<String, String> environment() {
        return environment;
    }

    Settings settings() {
        if (settings == null) {
            settings = load(environment);
            // Kafka's clients give up after ten seconds, which a busy broker may take.
            Awaitility.await("topics")
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(120))
                    .ignoreExceptionsMatching(fault -> fault.getMessage().contains("imed out"))
                    .until(() -> {
                        new Topics(settings).ensure();
                        return true;
                    });
        }
        return settings;
    }

    private static Settings load(Map<String, String> environment) {
        return Settings.load(Path.of("config/application.properties"), environment, Path.of("."));
    }

    Pipeline startPipeline() {
        return started(settings());
    }

    /** Starts a pipeline that is told what to do where offsets are gone. */
    Pipeline startPipeline(MissingOffsets missing) {
        Pipeline pipeline = Pipeline.start(settings(), missing, stops::add);
        pipelines.add(pipeline);
        return pipeline;
    }

    /** Starts one more pipeline of the same group, with another value for one setting. */
    Pipeline startPipelineWith(String key, Object value) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(variable(key), value.toString());
        return started(load(other));
    }

    private Pipeline started(Settings with) {
        Pipeline pipeline = Pipeline.start(with, stops::add);
        pipelines.add(pipeline);
        return pipeline;
    }

    /** Returns what pipelines said when they could not go on. */
    List<String> stops() {
        return stops;
    }

    /** Sends samples under their keys; returns the requests' ids, in order, once Kafka has them. */
    List<String> send(Collection<SampleRequest> samples) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (SampleRequest sample : samples) {
            records.add(request(utf8(sample.key()), sample.value()));
        }
        return sendAll(records);
    }

    /** Sends records; returns the requests' ids, in order, once Kafka has them. */
    List<String> sendAll(Collection<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        if (sender == null) {
            sender = new RequestSender(settings());
        }
        List<RequestSender.Sent> sent = new ArrayList<>();
        records.forEach(each -> sent.add(sender.send(each)));
        List<String> ids = new ArrayList<>();
        for (RequestSender.Sent each : sent) {
            ids.add(each.id());
        }
        return ids;
    }

    /** Makes a record for the requests topic. */
    ProducerRecord<byte[], byte[]> request(byte[] key, byte[] value) {
        return new ProducerRecord<>(settings().topics().requests(), key, value);
    }

    OutcomeCount outcomes() {
        if (outcomes == null) {
            outcomes = new OutcomeCount(settings(), true);
        }
        return outcomes;
    }

    /** Waits until at least that many of the requests have an outcome. */
    void awaitDecided(Collection<String> ids, int atLeast, Duration patience) {
        OutcomeCount count = outcomes();
        Awaitility.await(atLeast + " of " + ids.size() + " requests have an outcome")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(patience)
                .untilAsserted(() -> {
                    count.poll(Duration.ofMillis(100));
                    assertThat(ids.size() - count.lost(ids)).as("decided").isGreaterThanOrEqualTo(atLeast);
                });
    }

    /** Waits until all requests have an outcome, and checks that none has two. */
    void awaitExactlyOneOutcomeEach(Collection<String> ids, Duration patience) {
        awaitDecided(ids, ids.size(), patience);
        readToTheEnd();
        assertThat(outcomes().lost(ids)).as("lost").isZero();
        assertThat(outcomes().duplicated(ids)).as("duplicated").isZero();
    }

    /** Reads until a poll of a second finds nothing more. */
    private void readToTheEnd() {
        while (outcomes().poll(Duration.ofSeconds(1)) > 0) {
            // one more
        }
    }

    ConsumerRecord<byte[], byte[]> outcomeOf(String id) {
        return outcomes().outcomeOf(id);
    }

    /** Returns the reason of a request's dead letter, or SCHEDULED. */
    String reasonOf(String id) {
        ConsumerRecord<byte[], byte[]> outcome = outcomeOf(id);
        return outcomes().isSchedule(outcome) ? "SCHEDULED" : OutcomeCount.header(outcome, "turnstile-reason");
    }

    /** Returns how many records the topics hold. */
    long recordsOn(Collection<String> topics) {
        return outcomes().recordsOn(topics);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        pipelines.forEach(Pipeline::close);
        if (sender != null) {
            sender.close();
        }
        if (outcomes != null) {
            outcomes.close();
        }
    }
}
