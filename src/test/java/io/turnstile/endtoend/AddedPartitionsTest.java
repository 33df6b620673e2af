package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, requests on partitions that were added wait until somebody thinks of a restart. */
class AddedPartitionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldReadPartitionsThatAreAddedAndSayWhatThatMeansForTheQuota() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("topic.partitions", 2)
                        .with("altegio.quota.per-second", 1000)
                        .with("kafka.properties.metadata.max.age.ms", 1000);
                LogLines log = LogLines.collect();
                Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            String requests = stage.settings().topics().requests();
            stage.startPipeline();
            admin.createPartitions(Map.of(
                            requests,
                            NewPartitions.increaseTo(4),
                            stage.settings().topics().schedules(),
                            NewPartitions.increaseTo(4),
                            stage.settings().retryTopics().get(0),
                            NewPartitions.increaseTo(4)))
                    .all()
                    .get();

            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.valid(ALTEGIO.simulator().world(), 41, 8, 8)) {
                records.add(new ProducerRecord<>(
                        requests, records.size() % 4, PipelineFixture.utf8(sample.key()), sample.value()));
            }
            List<String> ids = stage.sendAll(records);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.contains("Partitions were added")
                            && line.contains(requests + "-3")
                            && line.contains("stopped and started again")));
        }
    }
}
