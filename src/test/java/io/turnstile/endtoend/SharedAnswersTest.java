package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.stats.StatsSnapshot;
import io.turnstile.simulator.world.Client;
import io.turnstile.simulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, requests that ask the same use up the quota as if each were the only one, or are decided on what was. */
class SharedAnswersTest {

    private static final int REQUESTS = 1_000;
    private static final int REPEATING = 300;
    private static final int NEAR = 50;
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldNeedFewerCallsWhenRequestsOfABacklogRepeatWhatOthersAsk() throws InterruptedException {
        // given a backlog of which three in ten repeat the client and the event of one of the 50 before
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        // One consumer: what one has in hand is asked again by another that joins a moment after it.
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("intake.consumers", 1)) {
            List<String> ids = stage.send(backlog());

            // when all are decided
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // then they cost fewer than the two calls a booking that they cost alone, the catalogue's calls counted too
            StatsSnapshot stats = ALTEGIO.simulator().stats().snapshot();
            double perBooking = (double) stats.calls() / REQUESTS;
            System.out.printf("%.3f calls a booking: %s%n", perBooking, stats.byOperation());
            assertThat(perBooking).isLessThanOrEqualTo(1.75);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
        }
    }

    @Test
    void shouldDecideOnWhatIsTrueWhenTheSameIsAskedAgainAfterTheFirstWasDecided() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            // given a request that was scheduled
            World world = ALTEGIO.simulator().world();
            SampleRequest sample = SampleRequests.valid(world, 8, 1, 1).get(0);
            List<String> ids = new ArrayList<>(stage.send(List.of(sample)));
            stage.startPipeline();
            stage.awaitDecided(ids, 1, Duration.ofSeconds(120));

            // when the client's visits are used up, and it comes again
            Client client = world.client(Long.parseLong(sample.key())).orElseThrow();
            client.memberships().forEach(membership -> world.setBalance(membership.id(), 0));
            ids.addAll(stage.send(List.of(sample)));
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // then the answers of the first time do not serve it
            assertThat(ids).extracting(stage::reasonOf).containsExactly("SCHEDULED", "NO_MEMBERSHIP");
        }
    }

    private static List<SampleRequest> backlog() {
        Random random = new Random(7);
        Iterator<SampleRequest> others = SampleRequests.valid(
                        ALTEGIO.simulator().world(), 7, REQUESTS - REPEATING, REQUESTS - REPEATING)
                .iterator();
        List<Boolean> repeats = new ArrayList<>(Collections.nCopies(REQUESTS - REPEATING - 1, false));
        repeats.addAll(Collections.nCopies(REPEATING, true));
        Collections.shuffle(repeats, random);
        List<SampleRequest> backlog = new ArrayList<>(List.of(others.next()));
        for (boolean repeat : repeats) {
            int before = 1 + random.nextInt(Math.min(NEAR, backlog.size()));
            backlog.add(repeat ? onOtherDays(backlog.get(backlog.size() - before), backlog.size()) : others.next());
        }
        return backlog;
    }

    /** Repeats client and event only, so that nothing but the search can be shared. */
    private static SampleRequest onOtherDays(SampleRequest sample, int number) {
        try {
            ObjectNode request = (ObjectNode) JSON.readTree(sample.value());
            long day = request.path("schedule_day_ids").path(0).asLong();
            boolean one = request.path("schedule_day_ids").size() == 1;
            // An event's days are ten times its id and 1 to 9, of which the last two are full.
            long other = one ? day / 10 * 10 + day % 10 % 7 + 1 : day;
            request.put("request_id", "again-" + number)
                    .putArray("schedule_day_ids")
                    .add(other);
            return new SampleRequest(sample.key(), JSON.writeValueAsBytes(request), sample.expected());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
