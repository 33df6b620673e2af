package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.Settings;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, somebody who only wants to know what a replay would give is told something else, or has replayed it. */
class DryRunTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldSayWhatAReplayWouldGiveAndWriteNothing() throws Exception {
        // given letters of every kind, and an intake that has nothing to do
        List<SampleRequest> samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 51, 30);
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = SeededLetters.write(stage, samples);
            DeadLetters letters = stage.startPipeline().deadLetters();
            Replays.awaitKnown(letters, ids.size());

            // when each is tried, then the verdict is what the client's memberships say
            for (int i = 0; i < ids.size(); i++) {
                DryRun.Result verdict = letters.dryRun(ids.get(i), Optional.empty());
                ExpectedOutcome expected = samples.get(i).expected();
                if (expected == ExpectedOutcome.SCHEDULED) {
                    assertThat(verdict.kind()).isEqualTo("scheduled");
                    assertThat(verdict.membershipId()).isPresent();
                } else {
                    assertThat(verdict.kind()).isEqualTo(expected.malformed() ? "malformed" : "rejected");
                    assertThat(verdict.reason()).contains(expected.name());
                    assertThat(verdict.membershipId()).isEmpty();
                }
                assertThat(verdict.letterId()).isEqualTo(ids.get(i));
                assertThat(verdict.message()).isNotBlank().hasLineCount(1);
            }

            // and an edit is tried in place of the original
            int rejected = indexOf(samples, ExpectedOutcome.NO_MEMBERSHIP);
            String edit =
                    samples.get(indexOf(samples, ExpectedOutcome.SCHEDULED)).text();
            assertThat(letters.dryRun(ids.get(rejected), Optional.of(edit)).kind())
                    .isEqualTo("scheduled");
            assertThat(letters.dryRun(ids.get(rejected), Optional.of("{")).kind())
                    .isEqualTo("malformed");

            // and nothing was written but the letters themselves
            assertNothingWritten(stage);
            assertThat(Replays.read(stage.settings(), stage.settings().topics().deadLetters()))
                    .hasSize(ids.size());
            assertThatThrownBy(() -> letters.dryRun("booking.requests-0-999", Optional.empty()))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("booking.requests-0-999");
        }
    }

    @Test
    void shouldSayThatItWouldFailWhenAltegioFailsForThisRequestAlone() throws Exception {
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 52, 1, 1);
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = SeededLetters.write(stage, samples);
            DeadLetters letters = stage.startPipeline().deadLetters();
            Replays.awaitKnown(letters, 1);
            ALTEGIO.simulator()
                    .faults()
                    .set(Faults.none()
                            .withFailingClients(
                                    Map.of(Long.parseLong(samples.get(0).key()), 500)));

            DryRun.Result verdict = letters.dryRun(ids.get(0), Optional.empty());

            assertThat(verdict.kind()).isEqualTo("failed");
            assertThat(verdict.message()).contains("Could not be decided");
            assertNothingWritten(stage);
        }
    }

    /** Both use the same pool of connections: it has enough for all of them, so that nobody waits for a dry run's. */
    @Test
    void shouldTakeNoConnectionThatABookingWaitsForWhenAllDryRunsHang() throws Exception {
        int dryRuns = 8;
        int bookings = 4;
        List<SampleRequest> samples =
                SampleRequests.valid(ALTEGIO.simulator().world(), 53, dryRuns + bookings, dryRuns + bookings);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (StallingRelay relay = new StallingRelay(ALTEGIO.url(), Duration.ofMinutes(4));
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), relay.url())
                        .with("intake.concurrency", bookings)
                        .with("altegio.timeout", "4m")) {
            List<String> letterIds = SeededLetters.write(stage, samples.subList(0, dryRuns));
            DeadLetters letters = stage.startPipeline().deadLetters();
            Replays.awaitKnown(letters, dryRuns);
            relay.stall(samples.stream().map(each -> Long.parseLong(each.key())).collect(Collectors.toSet()));

            // given as many dry runs as there can be, all in calls that hang
            letterIds.forEach(id -> threads.submit(() -> letters.dryRun(id, Optional.empty())));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> relay.kept() == dryRuns);

            // when as many bookings come as may be in flight, then all of them call at the same time
            List<String> ids = stage.send(samples.subList(dryRuns, dryRuns + bookings));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> relay.kept() == dryRuns + bookings);
            relay.release();
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertNothingWritten(PipelineFixture stage) {
        Settings.Topics topics = stage.settings().topics();
        List<String> all = new ArrayList<>(stage.settings().retryTopics());
        all.addAll(List.of(topics.requests(), topics.schedules(), topics.resolutions(), topics.jobs()));
        assertThat(all).allSatisfy(topic -> assertThat(Replays.read(stage.settings(), topic))
                .as(topic)
                .isEmpty());
    }

    private static int indexOf(List<SampleRequest> samples, ExpectedOutcome expected) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).expected() == expected) {
                return i;
            }
        }
        throw new IllegalStateException("no sample of " + expected);
    }
}
