package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.KafkaCluster;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Brokers are lost on ordinary days. If this fails, a booking is lost or decided twice then, or all wait long after it is over. */
class LostLeaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path folder;

    @Test
    void shouldDecideEachRequestOnceWhenABrokerIsKilledAndComesBack() throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(folder, 3);
                PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url())) {
            stage.with("topic.partitions", 3);
            stage.startPipeline();
            List<String> ids = new ArrayList<>(
                    stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 1, 100)));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            for (int node = 1; node <= 3; node++) {
                System.out.println("KILL " + node + " requests leader "
                        + kafka.leaderOf(
                                new TopicPartition(stage.settings().topics().requests(), 0)) + " tx "
                        + kafka.leaderOf(new TopicPartition("__transaction_state", 0)));
                kafka.kill(node);
                long killed = System.nanoTime();
                List<String> more =
                        stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 1 + node, 100));
                System.out.println("SENT after " + ms(killed));
                kafka.startBroker(node);
                kafka.awaitBrokers(3);
                long back = System.nanoTime();
                System.out.println("BACK after " + ms(killed));
                stage.awaitDecided(more, more.size(), PATIENCE);
                System.out.println("DECIDED after " + ms(killed) + ", " + ms(back) + " of its return");
                ids.addAll(more);
            }
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    private static String ms(long since) {
        return (System.nanoTime() - since) / 1_000_000 + " ms";
    }
}
