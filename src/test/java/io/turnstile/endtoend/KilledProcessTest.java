package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a crash, a deployment or a mistake in it loses bookings, makes them twice, or stops them for long. */
class KilledProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration LATENCY = Duration.ofMillis(20);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @BeforeEach
    void answerSlowly() {
        ALTEGIO.answerAfter(LATENCY);
    }

    @Test
    void shouldLoseAndRepeatNothingWhenItIsKilledInTheMiddleAndStartedAgain() throws Exception {
        try (BusyMachine machine = BusyMachine.watch();
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = sendRequests(stage, 2_400);
            try (TurnstileProcess first = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitDecided(ids, 600, PATIENCE);
                first.kill();
            }
            long before = readAll(stage, ids);
            assertThat(before).as("decided before the kill").isLessThan(2_400);

            Instant restart = Instant.now();
            try (TurnstileProcess second = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitDecided(ids, (int) before + 1, PATIENCE);
                Duration toFirstOutcome = Duration.between(restart, Instant.now());
                System.out.println("restart to first outcome: " + toFirstOutcome.toMillis() + " ms");

                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                assertThat(second.isAlive()).isTrue();
                assertThat(toFirstOutcome).isLessThan(machine.allow(Duration.ofSeconds(5)));
            }
        }
    }

    @Test
    void shouldFinishWhatIsInHandAndLeaveWhenItIsTerminated() throws Exception {
        try (BusyMachine machine = BusyMachine.watch();
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = sendRequests(stage, 2_000);
            try (TurnstileProcess first = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitDecided(ids, 150, PATIENCE);
                Instant sigterm = Instant.now();
                first.terminate();
                assertThat(first.exit(PATIENCE)).isIn(0, 143);
                Duration toEnd = Duration.between(sigterm, Instant.now());
                System.out.println("SIGTERM to end: " + toEnd.toMillis() + " ms");
                assertThat(toEnd).isLessThan(machine.allow(Duration.ofSeconds(10)));
                assertThat(first.err()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
            }
            assertThat(readAll(stage, ids)).as("decided before SIGTERM").isLessThan(2_000);

            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
        }
    }

    @Test
    void shouldStopTheOlderWithOneLineWhenASecondProcessHasTheSameInstanceName() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = sendRequests(stage, 1_000);
            try (TurnstileProcess older = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitDecided(ids, 100, PATIENCE);
                try (TurnstileProcess newer = TurnstileProcess.start(stage.environment(), "run")) {
                    assertThat(older.exit(PATIENCE)).isEqualTo(1);
                    assertThat(older.err())
                            .filteredOn(line -> line.contains("Another process runs as instance '"
                                    + stage.settings().instance() + "'"))
                            .hasSize(1);
                    assertThat(older.err()).noneMatch(line -> line.startsWith("\tat "));

                    stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                    List<String> more =
                            stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 8, 100, 50));
                    stage.awaitExactlyOneOutcomeEach(more, PATIENCE);
                    assertThat(newer.isAlive()).isTrue();
                }
            }
        }
    }

    private static List<String> sendRequests(PipelineFixture stage, int count) throws InterruptedException {
        return stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 7, count, 1_000));
    }

    /** Reads what was committed; returns how many of the requests are decided. */
    private static long readAll(PipelineFixture stage, List<String> ids) {
        OutcomeCount outcomes = stage.outcomes();
        while (outcomes.poll(Duration.ofMillis(500)) > 0) {
            // one more
        }
        return ids.size() - outcomes.lost(ids);
    }
}
