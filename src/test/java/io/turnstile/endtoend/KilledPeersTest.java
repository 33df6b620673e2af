package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.HeadOfLine;
import io.turnstile.endtoend.fixture.HeadOfLine.Request;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.load.HeadOfLineRun;
import io.turnstile.load.KilledPeers;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, a crash or a rebalance between two outcomes of a partition loses one or makes it twice.
 * {@link HeadOfLineRun} is the same, larger.
 */
class KilledPeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final long SEED = System.nanoTime();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDecideEachRequestOnceAndInOrderWhenInstancesAreKilledWhileSomeRequestsFailAndHang() throws Exception {
        World world = ALTEGIO.simulator().world();
        try (StallingRelay relay = new StallingRelay(ALTEGIO.url(), Duration.ofSeconds(3));
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), relay.url())
                        .with("topic.partitions", 2)
                        .with("retry.delays", "1s,1s")
                        .with("altegio.timeout", "1s")
                        .with("intake.concurrency", 8)
                        .with("kafka.properties.session.timeout.ms", 6_000)) {
            // given requests of which some fail, some hang and some are replays
            List<Request> requests = new ArrayList<>(HeadOfLine.mixed(world, 41, 400, "failing", 3));
            requests.addAll(HeadOfLine.of("hanging", HeadOfLine.samples(world, 42, 4)));
            requests.addAll(HeadOfLine.of("replay", HeadOfLine.samples(world, 43, 10)));
            Collections.shuffle(requests, new Random(SEED));
            Map<Long, Integer> failing = HeadOfLine.clients(requests, "failing").stream()
                    .collect(Collectors.toMap(client -> client, client -> 500));
            ALTEGIO.simulator()
                    .faults()
                    .set(Faults.none()
                            .withFailingClients(failing)
                            .withLatency(Latency.uniform(Duration.ZERO, Duration.ofMillis(60))));
            relay.stall(HeadOfLine.clients(requests, "hanging"));
            HeadOfLine line = new HeadOfLine(stage);
            List<String> ids = line.send(requests);

            // when instances are killed in the middle
            try (KilledPeers peers = new KilledPeers(stage, 2, SEED)) {
                stage.awaitDecided(ids, 50, PATIENCE);
                peers.kill(2, Duration.ofMillis(2_000));
                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                assertThat(peers.gone()).isEmpty();
            }

            // then each has the outcome that is its own, in the order of its key
            assertThat(line.orderViolations()).isEmpty();
            for (String fine : List.of(HeadOfLine.OTHERS, "replay")) {
                assertThat(line.ids(fine))
                        .allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            }
            for (String faulty : List.of("failing", "hanging")) {
                assertThat(line.ids(faulty))
                        .allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("UPSTREAM_ERROR"));
            }
        }
    }
}
