package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.KafkaCluster;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.kafka.KeyPartition;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Brokers are lost on ordinary days. If this fails, a booking is lost or decided twice then, or all wait long after it is over. */
@Tag("measures-time")
class LostLeaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private static Path folder;

    private static KafkaCluster kafka;

    @BeforeAll
    static void start() {
        kafka = KafkaCluster.start(folder, 3);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldDecideEachRequestOnceAndSoonAfterALostBrokerIsBack() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url());
                BusyMachine machine = BusyMachine.watch()) {
            stage.with("topic.partitions", 3);
            stage.startPipeline();
            List<String> ids = new ArrayList<>(send(stage, 1));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            // when the leader of requests, and the broker that coordinates transactions, are lost one after the other
            String requests = stage.settings().topics().requests();
            for (TopicPartition led :
                    List.of(new TopicPartition(requests, 0), new TopicPartition("__transaction_state", 0))) {
                int leader = kafka.leaderOf(led);
                kafka.kill(leader);
                List<String> more = send(stage, 2 + ids.size());
                kafka.startBroker(leader);
                kafka.awaitBrokers(3);
                long back = System.nanoTime();
                stage.awaitDecided(more, more.size(), PATIENCE);

                // then
                assertThat(Duration.ofNanos(System.nanoTime() - back))
                        .isLessThan(machine.allow(Duration.ofSeconds(15)));
                ids.addAll(more);
            }
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    @Test
    void shouldHoldOnlyWhatIsBoundForAPartitionWithoutALeader() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url());
                Admin admin = kafka.admin()) {
            stage.with("topic.partitions", 3);
            String schedules = stage.environment().get("TURNSTILE_TOPIC_SCHEDULES");
            // given a topic whose last partition only broker 3 has
            admin.createTopics(List.of(new NewTopic(schedules, Map.of(0, List.of(1), 1, List.of(2), 2, List.of(3)))))
                    .all()
                    .get();
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(send(stage, 1), PATIENCE);

            kafka.kill(3);
            List<SampleRequest> samples =
                    SampleRequests.mixed(ALTEGIO.simulator().world(), 7, 100);
            List<String> ids = stage.send(samples);
            stage.awaitDecided(ids, samples.size() - held(samples), PATIENCE);
            assertThat(stage.outcomes().lost(ids)).isPositive();

            kafka.startBroker(3);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            kafka.awaitBrokers(3);
        }
    }

    private static List<String> send(PipelineFixture stage, int seed) throws InterruptedException {
        return stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), seed, 50));
    }

    /** Counts those that are bound for the partition, or wait behind one of the same key that is. */
    private static int held(List<SampleRequest> samples) {
        Set<String> keys = new HashSet<>();
        int held = 0;
        for (SampleRequest each : samples) {
            boolean isBound = each.expected() == ExpectedOutcome.SCHEDULED
                    && KeyPartition.of(PipelineFixture.utf8(each.key()), 3) == 2;
            if (isBound) {
                keys.add(each.key());
            }
            if (keys.contains(each.key())) {
                held++;
            }
        }
        return held;
    }
}
