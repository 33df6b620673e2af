package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, requests on a topic that was created again are skipped without a word. */
class RecreatedRequestsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldReadATopicFromItsBeginningWhenItsOffsetsAreThoseOfAnother() throws Exception {
        try (PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("topic.partitions", 1);
                LogLines log = LogLines.collect();
                Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            String requests = stage.settings().topics().requests();
            String group = stage.settings().kafka().group();
            TopicPartition partition = new TopicPartition(requests, 0);
            List<String> first = send(stage, 1, 10);
            Pipeline pipeline = stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(first, PATIENCE);
            OffsetAndMetadata decided = await().atMost(PATIENCE)
                    .until(() -> committed(admin, group, partition), offset -> offset.offset() >= 10);
            pipeline.close();

            // when a tool puts back the offsets that Kafka deletes with the topic
            admin.deleteTopics(List.of(requests)).all().get();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.createTopics(List.of(new NewTopic(requests, 1, (short) 1)))
                                    .all()
                                    .get()
                            == null);
            List<String> second = send(stage, 2, 20);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                admin.alterConsumerGroupOffsets(group, Map.of(partition, decided))
                        .all()
                        .get();
                return true;
            });

            stage.startPipeline();
            stage.awaitDecided(second, 20, PATIENCE);
            await().atMost(PATIENCE).untilAsserted(() -> {
                stage.outcomes().poll(Duration.ofMillis(100));
                assertThat(stage.outcomes().duplicated(second))
                        .as("ids of the old topic that the new one has too")
                        .isEqualTo(10);
            });
            assertThat(log.lines())
                    .anyMatch(line -> line.contains(partition + " is not what it was")
                            && line.contains("read from its beginning"));
        }
    }

    private static List<String> send(PipelineFixture stage, long seed, int count) throws InterruptedException {
        return stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), seed, count, count));
    }

    private static OffsetAndMetadata committed(Admin admin, String group, TopicPartition partition) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return offset == null ? new OffsetAndMetadata(0) : offset;
    }
}
