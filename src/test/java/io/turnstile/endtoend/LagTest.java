package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, requests seem to wait for ever that were decided long ago, in the console and in any monitor of lag. */
class LagTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldSayThatNothingWaitsWhenRequestsThatCameInTransactionsAreDecided() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            SampleRequest sample =
                    SampleRequests.valid(ALTEGIO.simulator().world(), 9, 1, 1).get(0);
            Pipeline pipeline = stage.startPipeline();
            List<String> ids = stage.send(List.of(sample));
            sendInTransaction(stage, sample);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(intake(pipeline)).contains("\"lag\":0").contains("\"retry_lag\":0"));
        }
    }

    /** The console said 8 for ever: it asked the group of the requests, which never reads a retry. */
    @Test
    void shouldSayThatNothingIsToBeTriedAgainWhenAllRetriesAreDecided() throws Exception {
        SampleRequest sample =
                SampleRequests.valid(ALTEGIO.simulator().world(), 10, 1, 1).get(0);
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(sample.key()), 500)));
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "1ms,1ms")) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids = stage.send(List.of(sample, sample, sample, sample));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.recordsOn(stage.settings().retryTopics())).isPositive();

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(intake(pipeline)).contains("\"lag\":0").contains("\"retry_lag\":0"));
        } finally {
            ALTEGIO.simulator().faults().set(Faults.none());
        }
    }

    /** They are read and decided, too, and somebody who changed the delays waits for them to be done. */
    @Test
    void shouldCountWhatWaitsOnRetryTopicsOfEarlierSettings() throws Exception {
        SampleRequest sample =
                SampleRequests.valid(ALTEGIO.simulator().world(), 12, 1, 1).get(0);
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(sample.key()), 500)));
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "1ms,1h")) {
            Pipeline before = stage.startPipeline();
            stage.send(List.of(sample));
            String old = stage.settings().topics().retry() + ".2";
            await().atMost(PATIENCE).until(() -> stage.recordsOn(List.of(old)) > 0);
            before.close();

            Pipeline pipeline = stage.startPipelineWith(
                    "topic.retry", stage.settings().kafka().group() + ".again");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(intake(pipeline)).containsPattern("\"retry_lag\":[1-9]"));
        } finally {
            ALTEGIO.simulator().faults().set(Faults.none());
        }
    }

    /** Those behind a slow one are decided, though the offset that is committed stands before them. */
    @Test
    void shouldCountOnlyWhatIsNotDecidedWhenOneRequestKeepsTheOffsetBack() throws Exception {
        SampleRequest slow =
                SampleRequests.valid(ALTEGIO.simulator().world(), 11, 1, 1).get(0);
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("topic.partitions", 1)
                .with("altegio.timeout", "1m")) {
            ALTEGIO.simulator().faults().set(Faults.none().withHanging(1));
            Pipeline pipeline = stage.startPipeline();
            stage.send(List.of(slow));
            List<String> ids = stage.sendAll(
                    Collections.nCopies(50, stage.request(PipelineFixture.utf8("1"), PipelineFixture.utf8("no"))));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(intake(pipeline)).contains("\"lag\":1,"));
        } finally {
            ALTEGIO.simulator().faults().set(Faults.none());
        }
    }

    private static void sendInTransaction(PipelineFixture stage, SampleRequest sample) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                KAFKA.brokers(),
                "transactional.id",
                stage.settings().kafka().group() + "-sender",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(stage.request(PipelineFixture.utf8(sample.key()), sample.value()));
            producer.commitTransaction();
        }
    }

    private static String intake(Pipeline pipeline) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(pipeline.address() + "/api/overview"))
                .build();
        String overview = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(overview).path("intake").toString();
    }
}
