package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, one call in a hundred that hangs for seconds makes everybody wait for it.
 *
 * <p>What so many bookings in flight allow: each is in flight for as long as its two calls take, so there can be no more a
 * second than slots / (2 * the mean of a call). That mean holds the slow calls already, in full: with one call in a hundred
 * of 10 s they are half of it. Only time in which a slot is empty, or in which work is done twice, is lost against it.
 * Outcomes are committed out of order, so nobody waits for a slow neighbour, and none is moved to a retry.
 */
@Tag("measures-time")
class SlowCallTest {

    private static final int REQUESTS = 600;
    private static final int CONCURRENCY = 16;
    private static final double SLOW = 0.01;
    private static final Duration USUAL_TIME = Duration.ofMillis(100);
    private static final Duration SLOW_TIME = Duration.ofSeconds(10);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldKeepItsThroughputWhenAFewCallsAreSlow() throws InterruptedException {
        // given an API where one call in a hundred takes 10 s and the others 100 ms
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("intake.concurrency", CONCURRENCY)
                        // slow calls are slow, and no failures
                        .with("altegio.timeout", "30s")
                        .with("retry.delays", "1s,1s,1s");
                LogLines log = LogLines.collect();
                BusyMachine machine = BusyMachine.watch()) {
            ALTEGIO.simulator()
                    .faults()
                    .set(Faults.none().withLatency(Latency.fixed(USUAL_TIME).withTail(SLOW, SLOW_TIME)));
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 5, REQUESTS, REQUESTS));

            // when most of the requests have passed
            stage.startPipeline();
            stage.awaitDecided(ids, REQUESTS / 8, Duration.ofSeconds(120));
            int from = REQUESTS - (int) stage.outcomes().lost(ids);
            Instant begin = Instant.now();
            stage.awaitDecided(ids, REQUESTS * 7 / 8, Duration.ofSeconds(120));
            int to = REQUESTS - (int) stage.outcomes().lost(ids);
            Duration took = Duration.between(begin, Instant.now());

            // then they passed as fast as that many in flight can
            double meanCall = ((1 - SLOW) * USUAL_TIME.toMillis() + SLOW * SLOW_TIME.toMillis()) / 1000;
            double possible = CONCURRENCY / (2 * meanCall);
            System.out.printf(
                    "%.0f bookings a second of %.0f possible%n", (to - from) * 1000.0 / took.toMillis(), possible);
            assertThat(took)
                    .isLessThan(machine.allow(Duration.ofMillis((long) ((to - from) * 1000 / (0.9 * possible)))));
            // and those that were superseded are scheduled all the same, and no one hears of the calls they left behind
            ALTEGIO.answerAfter(USUAL_TIME);
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(log.lines()).noneMatch(line -> line.contains("Could not be decided"));
        }
    }
}
