package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.simulator.Faults;
import io.turnstile.simulator.Latency;
import io.turnstile.simulator.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, one call in a hundred that hangs for seconds makes everybody wait for it. */
class SlowCallTest {

    private static final int REQUESTS = 1_600;
    private static final int CONCURRENCY = 16;
    private static final double SLOW = 0.01;
    private static final double USUAL_S = 0.05;
    private static final double SLOW_S = 5;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldKeepItsThroughputWhenAFewCallsAreSlow() throws InterruptedException {
        // given an API where one call in a hundred takes 5 s and the others 50 ms
        try (Stage stage = Stage.on(KAFKA.brokers(), ALTEGIO.url())
                .with("intake.concurrency", CONCURRENCY)
                .with("retry.delays", "1s,1s,1s")) {
            ALTEGIO.simulator()
                    .faults()
                    .set(Faults.none()
                            .withLatency(Latency.fixed(Duration.ofMillis(50)).withTail(SLOW, Duration.ofSeconds(5))));
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 5, REQUESTS, REQUESTS));

            // when most of the requests have passed
            stage.startPipeline();
            stage.awaitDecided(ids, REQUESTS / 8, Duration.ofSeconds(30));
            int from = REQUESTS - (int) stage.outcomes().lost(ids);
            Instant begin = Instant.now();
            stage.awaitDecided(ids, REQUESTS * 7 / 8, Duration.ofSeconds(60));
            int to = REQUESTS - (int) stage.outcomes().lost(ids);
            double perSecond = (to - from)
                    * 1000.0
                    / Duration.between(begin, Instant.now()).toMillis();

            // then they passed nearly as fast as that many in flight can; chance has a part in how many calls were slow
            double possible = CONCURRENCY / (2 * ((1 - SLOW) * USUAL_S + SLOW * SLOW_S));
            System.out.printf("%.0f bookings a second of %.0f possible%n", perSecond, possible);
            assertThat(perSecond).isGreaterThan(0.65 * possible);
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(60));
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
        }
    }
}
