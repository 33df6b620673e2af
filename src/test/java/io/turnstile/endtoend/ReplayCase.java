package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.letter.Fate;
import io.turnstile.simulator.ExpectedOutcome;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Is a pipeline with dead letters of a test's choice, for tests of what people do with them. */
abstract class ReplayCase {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    Stage stage;
    DeadLetters letters;

    @BeforeEach
    void prepare() {
        stage = Stage.on(KAFKA.brokers(), ALTEGIO.url());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** Lets a topic take records up to a size from now on. */
    static void limit(String topic, int bytes) throws Exception {
        set(topic, "max.message.bytes", Integer.toString(bytes));
    }

    /** Sets a topic's property. */
    static void set(String topic, String key, String value) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    List<String> seed(List<SampleRequest> samples) throws InterruptedException {
        List<String> ids = SeededLetters.write(stage, samples);
        letters = stage.startPipeline().deadLetters();
        Replays.awaitKnown(letters, samples.size());
        return ids;
    }

    static List<SampleRequest> rejected(int count) {
        return SampleRequests.mixed(ALTEGIO.simulator().world(), 33, 40 * count).stream()
                .filter(each -> each.expected() == ExpectedOutcome.NO_MEMBERSHIP)
                .limit(count)
                .toList();
    }

    void awaitOutcomes(String job, Map<Fate.Outcome, Long> expected) {
        Awaitility.await("outcomes of the job").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        letters.job(job).orElseThrow().outcomes())
                .isEqualTo(expected));
    }
}
