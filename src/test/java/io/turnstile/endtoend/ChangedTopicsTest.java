package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody changes a topic that outcomes are written to. If this fails, bookings are lost or wait that have nothing to do with it. */
class ChangedTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private final List<SampleRequest> samples =
            SampleRequests.mixed(ALTEGIO.simulator().world(), 5, 60);
    private final PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()));
    private final LogLines log = LogLines.collect();

    @BeforeEach
    void start() throws Exception {
        stage.startPipeline();
        stage.awaitExactlyOneOutcomeEach(
                stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 1, 20)), PATIENCE);
    }

    @AfterEach
    void stop() {
        log.close();
        admin.close();
        stage.close();
    }

    @Test
    void shouldHoldOnlySchedulesWhileTheirTopicIsNotThere() throws Exception {
        String schedules = stage.settings().topics().schedules();
        admin.deleteTopics(List.of(schedules)).all().get();
        await().until(() -> !admin.listTopics().names().get().contains(schedules));

        List<String> ids = stage.send(samples);
        stage.awaitDecided(ids, others(true), PATIENCE);
        await().untilAsserted(() -> assertThat(told("wait"))
                .anyMatch(line -> line.contains("topic " + schedules + " is not there"))
                .allMatch(line -> line.contains(schedules)));

        admin.createTopics(List.of(new NewTopic(schedules, 3, (short) 1))).all().get();
        // One that has not read the topic before it was deleted.
        try (OutcomeCount fresh = new OutcomeCount(stage.settings(), true)) {
            await().pollInSameThread().untilAsserted(() -> {
                fresh.poll(Duration.ofMillis(200));
                assertThat(fresh.lost(ids)).isZero();
            });
            assertThat(fresh.duplicated(ids)).isZero();
        }
        // Once for each consumer, and for each of the six partitions to which something was being written in that
        // moment.
        assertThat(told("wait")).hasSizeLessThanOrEqualTo(2 * (1 + 6));
    }

    @Test
    void shouldHoldOnlyLettersWhileTheirTopicTakesNoneForItsSize() throws Exception {
        String letters = stage.settings().topics().deadLetters();
        set(letters, "max.message.bytes", "100");

        List<String> ids = stage.send(samples);
        stage.awaitDecided(ids, others(false), PATIENCE);
        await().untilAsserted(() -> assertThat(told("wait"))
                .isNotEmpty()
                .allMatch(line -> line.contains(letters) && line.contains("max.message.bytes")));

        set(letters, "max.message.bytes", "2097152");
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
        // A line for each of the two consumers.
        assertThat(told("wait")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldWriteToAllPartitionsWhenSomeAreAddedOrTheBrokerSetsTheTime() throws Exception {
        for (String topic : List.of(
                stage.settings().topics().schedules(), stage.settings().topics().deadLetters())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(9)))
                    .all()
                    .get();
            set(topic, "message.timestamp.type", "LogAppendTime");
        }

        List<String> ids = stage.send(samples);

        try (OutcomeCount fresh = new OutcomeCount(stage.settings(), true)) {
            await().pollInSameThread().untilAsserted(() -> {
                fresh.poll(Duration.ofMillis(200));
                assertThat(fresh.lost(ids)).isZero();
            });
            assertThat(fresh.duplicated(ids)).isZero();
        }
        assertThat(told("wait")).isEmpty();
    }

    private List<String> told(String what) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARN io.turnstile.intake") && line.contains(what))
                .toList();
    }

    /** Counts those that are not bound for the topic, nor wait behind one of the same key that is. */
    private int others(boolean heldAreSchedules) {
        Set<String> held = new HashSet<>();
        int others = 0;
        for (SampleRequest each : samples) {
            if ((each.expected() == ExpectedOutcome.SCHEDULED) == heldAreSchedules) {
                held.add(each.key());
            } else if (!held.contains(each.key())) {
                others++;
            }
        }
        return others;
    }

    private void set(String topic, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }
}
