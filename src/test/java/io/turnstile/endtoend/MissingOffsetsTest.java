package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.config.SettingsException;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.topic.MissingOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, offsets that expired over a long weekend make every booking twice, without a word. */
class MissingOffsetsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 60;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private Admin admin;
    private PipelineFixture stage;

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()));
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "1ms,1ms");
    }

    @AfterEach
    void disconnect() {
        stage.close();
        admin.close();
    }

    @Test
    void shouldRefuseToStartInOneLineWhenAllOffsetsAreGone() throws Exception {
        List<String> ids = decideAndStop();
        forget(group());

        assertThatThrownBy(stage::startPipeline)
                .isInstanceOf(SettingsException.class)
                .hasMessageMatching("Group '" + group() + "' has lost its offsets of \\d of 6 partitions of "
                        + stage.settings().topics().requests() + ", whose requests have outcomes: .*")
                .hasMessageContaining("--missing-offsets=after-outcomes")
                .hasMessageContaining("--missing-offsets=beginning")
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
    }

    @Test
    void shouldGoOnAfterTheLastOutcomeWhenToldSo() throws Exception {
        List<String> ids = decideAndStop();
        forget(group());
        forget(group() + "-retry");

        List<String> later = new ArrayList<>(stage.send(samples(99)));
        stage.startPipeline(MissingOffsets.AFTER_OUTCOMES);
        later.addAll(ids);
        stage.awaitExactlyOneOutcomeEach(later, PATIENCE);
    }

    /** One that was still on its way holds the offset back while those behind it have their outcomes. */
    @Test
    void shouldStillDecideWhatHadNoOutcomeBeforeTheLastOneWhenToldSo() throws Exception {
        stage.with("topic.partitions", 1).with("altegio.timeout", "1m");
        SampleRequest slow =
                SampleRequests.valid(ALTEGIO.simulator().world(), 6, 1, 1).get(0);
        ALTEGIO.simulator().faults().set(Faults.none().withHanging(1));
        Pipeline pipeline = stage.startPipeline();
        List<String> ids = new ArrayList<>(stage.send(List.of(slow)));
        List<String> others = stage.sendAll(
                Collections.nCopies(20, stage.request(PipelineFixture.utf8("1"), PipelineFixture.utf8("no request"))));
        stage.awaitExactlyOneOutcomeEach(others, PATIENCE);
        ALTEGIO.simulator().faults().set(Faults.none());
        stop(pipeline);
        assertThat(stage.outcomeOf(ids.get(0))).isNull();
        forget(group());

        stage.startPipeline(MissingOffsets.AFTER_OUTCOMES);
        ids.addAll(others);
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
    }

    @Test
    void shouldDecideAgainWhenToldSo() throws Exception {
        List<String> ids = decideAndStop();
        forget(group());

        stage.startPipeline(MissingOffsets.BEGINNING);
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            stage.outcomes().poll(Duration.ofMillis(100));
            return stage.outcomes().duplicated(ids) == REQUESTS;
        });
    }

    @Test
    void shouldRefuseToStartWhenTheOffsetOfOnePartitionIsGone() throws Exception {
        decideAndStop();
        admin.deleteConsumerGroupOffsets(
                        group(),
                        Set.of(new TopicPartition(stage.settings().topics().requests(), fullest())))
                .all()
                .get();

        assertThatThrownBy(stage::startPipeline)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("has lost its offsets of 1 of 6 partitions of ");
    }

    /** Retries are kept for ever: without offsets all that ever were would be tried again. */
    @Test
    void shouldRefuseToStartWhenTheOffsetsOfTheRetriesAreGoneAndGoOnAfterThemWhenToldSo() throws Exception {
        List<SampleRequest> samples = samples(5);
        ALTEGIO.simulator()
                .faults()
                .set(Faults.none()
                        .withFailingClients(samples.stream()
                                .collect(Collectors.toMap(
                                        each -> Long.parseLong(each.key()), each -> 500, (a, b) -> a))));
        Pipeline pipeline = stage.startPipeline();
        List<String> ids = stage.send(samples);
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
        stop(pipeline);
        ALTEGIO.simulator().faults().set(Faults.none());
        forget(group() + "-retry");

        assertThatThrownBy(stage::startPipeline)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("Group '" + group() + "-retry' has lost its offsets of ")
                .hasMessageContaining("--missing-offsets=after-outcomes");
        stage.startPipeline(MissingOffsets.AFTER_OUTCOMES);
        List<String> later = new ArrayList<>(stage.send(samples(98)));
        later.addAll(ids);
        stage.awaitExactlyOneOutcomeEach(later, PATIENCE);
    }

    @Test
    void shouldTellANewGroupOnATopicWithOutcomesApartAndAskItTheSame() throws Exception {
        decideAndStop();
        assertThatThrownBy(() -> stage.startPipelineWith("kafka.group", group() + "-new"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("Group '" + group() + "-new' is new, and requests of ")
                .hasMessageContaining("'/turnstile/" + group() + "'")
                .hasMessageContaining("--missing-offsets=beginning");
    }

    @Test
    void shouldStartWithWhatIsThereWhenNothingOfItWasDecided() throws Exception {
        List<String> ids = stage.send(samples(3));
        stage.startPipeline();
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
    }

    @Test
    void shouldLetInstancesStartTogetherWhileTheFirstOutcomesAreWritten() throws Exception {
        List<String> ids = stage.send(samples(4));
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String instance = group() + "-" + i;
            starts.add(CompletableFuture.runAsync(() -> stage.startPipelineWith("instance", instance)));
        }
        for (CompletableFuture<Void> each : starts) {
            each.get();
        }
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
    }

    private List<String> decideAndStop() throws Exception {
        Pipeline pipeline = stage.startPipeline();
        List<String> ids = stage.send(samples(1));
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
        stop(pipeline);
        return ids;
    }

    /** Stops it and waits until its groups have nobody left, as after a weekend. */
    private void stop(Pipeline pipeline) throws Exception {
        pipeline.close();
        for (String each : List.of(group(), group() + "-retry")) {
            admin.removeMembersFromConsumerGroup(each, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }

    private void forget(String group) throws Exception {
        admin.deleteConsumerGroups(List.of(group)).all().get();
    }

    private int fullest() throws Exception {
        Set<Integer> withRecords = new HashSet<>();
        for (int partition = 0; partition < 6; partition++) {
            TopicPartition each = new TopicPartition(stage.settings().topics().requests(), partition);
            if (admin.listOffsets(Map.of(each, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                            .all()
                            .get()
                            .get(each)
                            .offset()
                    > 0) {
                withRecords.add(partition);
            }
        }
        return withRecords.iterator().next();
    }

    private String group() {
        return stage.settings().kafka().group();
    }

    private static List<SampleRequest> samples(int seed) {
        return SampleRequests.mixed(ALTEGIO.simulator().world(), seed, REQUESTS);
    }
}
