package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Outage;
import io.turnstile.simulator.fault.OutageMode;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If this fails, an outage of Altegio turns away bookings that were good, or the pipeline stays down after it. */
class OutageTest {

    /** Far longer than a call that hangs may take, so that calls fail meanwhile. */
    private static final int CALLS_LONG = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @ParameterizedTest
    @EnumSource(OutageMode.class)
    void shouldHoldAndGoOnWithoutDeadLettersOrRetriesWhenAltegioIsAway(OutageMode mode) throws InterruptedException {
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        try (BusyMachine machine = BusyMachine.watch();
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            // A call that a busy machine makes slow is no call that fails: it has time, and few are made at a time.
            Duration timeout = timeout(mode, machine);
            Duration outage = mode == OutageMode.HANGING ? timeout.multipliedBy(CALLS_LONG) : Duration.ofSeconds(12);
            stage.with("altegio.timeout", timeout.toMillis() + "ms").with("intake.concurrency", 16);
            // given requests that pass
            List<SampleRequest> samples =
                    SampleRequests.valid(ALTEGIO.simulator().world(), 4, 1_200, 1_200);
            stage.startPipeline();
            List<String> ids = new ArrayList<>(stage.send(samples.subList(0, 200)));
            stage.awaitDecided(ids, 100, PATIENCE);

            // when Altegio goes away in the midst of more of them
            ALTEGIO.simulator().outages().start(new Outage(mode, outage));
            Instant end = Instant.now().plus(outage);
            ids.addAll(stage.send(samples.subList(200, 1_200)));
            while (Instant.now().isBefore(end)) {
                stage.outcomes().poll(Duration.ofMillis(50));
            }
            int before = ids.size() - (int) stage.outcomes().lost(ids);
            stage.awaitDecided(ids, before + 1, PATIENCE);
            Duration silence = Duration.between(end, Instant.now());

            // then outcomes flow within 5 s of its end, each request is scheduled once, and none took a retry
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            System.out.printf("%s: first outcome %d ms after the end%n", mode, silence.toMillis());
            assertThat(silence).isLessThan(machine.allow(Duration.ofSeconds(5)));
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(stage.recordsOn(stage.settings().retryTopics())).isZero();
        }
    }

    /** Calls fail by their timeout only where they hang; all else fails at once. */
    private static Duration timeout(OutageMode mode, BusyMachine machine) {
        Duration most = Duration.ofSeconds(10);
        Duration some = machine.allow(Duration.ofSeconds(2));
        return mode == OutageMode.HANGING && some.compareTo(most) < 0 ? some : most;
    }
}
