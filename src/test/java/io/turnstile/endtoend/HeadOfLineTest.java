package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.HeadOfLine;
import io.turnstile.endtoend.fixture.HeadOfLine.Request;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.load.HeadOfLineRun;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, a client whose requests fail, hang or are replayed keeps all others of its partition waiting for outcomes
 * that were decided long ago. {@link HeadOfLineRun} is the same, larger.
 */
class HeadOfLineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int REQUESTS = 300;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldCommitTheOthersOnTimeWhenOneClientAlwaysFails() throws InterruptedException {
        failingClients(1);
    }

    @Test
    void shouldCommitTheOthersOnTimeWhenSeveralClientsAlwaysFail() throws InterruptedException {
        failingClients(5);
    }

    private static void failingClients(int clients) throws InterruptedException {
        // given what commits take without any fault, on a machine as busy as now
        Duration usual;
        try (PipelineFixture stage = stage(ALTEGIO.url())) {
            HeadOfLine line = new HeadOfLine(stage);
            List<String> ids = line.send(HeadOfLine.others(world(), 20, REQUESTS));
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            usual = line.commitDelays().worst(HeadOfLine.OTHERS);
        }
        try (PipelineFixture stage = stage(ALTEGIO.url());
                LogLines log = LogLines.collect()) {
            // when each twentieth request of a partition is one that always fails
            List<Request> requests = HeadOfLine.mixed(world(), 21, REQUESTS, "failing", clients);
            Map<Long, Integer> failing = HeadOfLine.clients(requests, "failing").stream()
                    .collect(Collectors.toMap(client -> client, client -> 500));
            ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(failing));
            HeadOfLine line = new HeadOfLine(stage);
            List<String> ids = line.send(requests);
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            // then the others' outcomes are committed as soon as without it
            Duration worst = line.commitDelays().worst(HeadOfLine.OTHERS);
            System.out.printf(
                    "commits: %d ms at worst beside %d failing clients, %d ms without%n",
                    worst.toMillis(), clients, usual.toMillis());
            assertThat(worst).isLessThan(usual.multipliedBy(2).plusSeconds(3));
            // and only those that fail end as failed, in the order of each key
            assertThat(line.ids(HeadOfLine.OTHERS))
                    .allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(line.ids("failing")).allSatisfy(id -> assertFailed(stage.outcomeOf(id)));
            assertThat(line.orderViolations()).isEmpty();
            assertThat(log.lines()).noneMatch(each -> each.contains("holding"));
        }
    }

    private static void assertFailed(ConsumerRecord<byte[], byte[]> letter) {
        assertThat(OutcomeCount.header(letter, "turnstile-kind")).isEqualTo("failed");
        assertThat(OutcomeCount.header(letter, "turnstile-reason")).isEqualTo("UPSTREAM_ERROR");
        assertThat(OutcomeCount.header(letter, "turnstile-attempts")).isEqualTo("4");
    }

    @Test
    void shouldDecideTheOthersAndMoveNothingToARetryWhileAClientsCallsHang() throws Exception {
        // given an API that keeps back the calls about one client of a partition
        try (StallingRelay relay = new StallingRelay(ALTEGIO.url(), Duration.ofMinutes(5));
                PipelineFixture stage = stage(relay.url()).with("altegio.timeout", "5m")) {
            List<Request> requests = HeadOfLine.mixed(world(), 22, REQUESTS, "hanging", 1);
            relay.stall(HeadOfLine.clients(requests, "hanging"));
            HeadOfLine line = new HeadOfLine(stage);
            List<String> ids = line.send(requests);

            // when the others pass
            stage.startPipeline();
            List<String> others = line.ids(HeadOfLine.OTHERS);
            stage.awaitDecided(others, others.size(), PATIENCE);

            // then nothing had to be moved to a retry for that, and those that hang have no outcome yet
            assertThat(stage.recordsOn(stage.settings().retryTopics()))
                    .as("records on retry topics")
                    .isZero();
            assertThat(stage.outcomes().lost(line.ids("hanging")))
                    .as("undecided")
                    .isEqualTo(line.ids("hanging").size());

            // and once their calls are answered, they are decided in order
            relay.release();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(line.orderViolations()).isEmpty();
        }
    }

    @Test
    void shouldDecideReplaysWhileLiveRequestsFillTheQuotaAndDelayNoCommitForThem() throws InterruptedException {
        // given a few replays before many live requests, and a quota that is full for as long as those last
        try (BusyMachine machine = BusyMachine.watch();
                PipelineFixture stage = stage(ALTEGIO.url()).with("altegio.quota.per-second", 40)) {
            List<Request> requests = new ArrayList<>(HeadOfLine.of("replay", HeadOfLine.samples(world(), 23, 5)));
            requests.addAll(HeadOfLine.others(world(), 24, REQUESTS));
            HeadOfLine line = new HeadOfLine(stage);
            List<String> ids = line.send(requests);

            // when they are decided
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            // then the replays did not wait until all live ones had passed, and no decision waited for the replays
            long lastReplay = lastOutcome(stage, line.ids("replay"));
            long lastLive = lastOutcome(stage, line.ids(HeadOfLine.OTHERS));
            Duration before = Duration.ofMillis(lastLive - lastReplay);
            Duration worst = line.commitDelays().worst(HeadOfLine.OTHERS);
            System.out.printf(
                    "replays: all decided %d ms before the last live one; commits %d ms at worst%n",
                    before.toMillis(), worst.toMillis());
            assertThat(before).isPositive();
            assertThat(worst).isLessThan(machine.allow(Duration.ofSeconds(3)));
            assertThat(line.orderViolations()).isEmpty();
        }
    }

    private static long lastOutcome(PipelineFixture stage, List<String> ids) {
        return ids.stream()
                .mapToLong(id -> stage.outcomeOf(id).timestamp())
                .max()
                .orElseThrow();
    }

    private static World world() {
        return ALTEGIO.simulator().world();
    }

    private static PipelineFixture stage(String altegioUrl) {
        return PipelineFixture.on(KAFKA.brokers(), altegioUrl)
                .with("topic.partitions", 1)
                .with("intake.consumers", 1)
                .with("retry.delays", "1s,1s,2s");
    }
}
