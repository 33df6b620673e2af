package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.cli.CommandRun;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.TopUp;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, those who work at a shell, and their scripts, cannot do what the console can, or do what they did not mean. */
class DeadLetterCommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    static Path folder;

    private static PipelineFixture stage;
    private static URI address;
    private static String operator;
    private static String viewer;
    private static List<SampleRequest> samples;
    private static List<String> ids;

    @BeforeAll
    static void startPipeline() throws Exception {
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("http.viewer-token", "may-look-may-look")
                .with("http.operator-token", "may-press-may-press");
        address = stage.startPipeline().address();
        operator = Files.writeString(
                        folder.resolve("operator.properties"), "turnstile.http.operator-token=may-press-may-press")
                .toString();
        viewer = Files.writeString(folder.resolve("viewer.properties"), "turnstile.http.viewer-token=may-look-may-look")
                .toString();
        samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 11, 60);
        ids = stage.send(samples);
        stage.awaitDecided(ids, ids.size(), PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> run("dead-letters", "list", "--limit", "0")
                                .out()
                                .lines()
                                .count()
                        >= 18);
    }

    @AfterAll
    static void stopPipeline() {
        stage.close();
    }

    @Test
    void shouldListWhatAFilterMeansAsAJsonLineEach() throws Exception {
        CommandRun listed = run("dead-letters", "list", "--kind", "rejected", "--reason", "REFUSED", "--since", "1h");
        assertThat(listed.status()).isZero();
        assertThat(lines(listed))
                .isNotEmpty()
                .allMatch(each -> each.path("reason").asText().equals("REFUSED"));

        CommandRun some = run("dead-letters", "list", "--status", "all", "--limit", "2");
        assertThat(lines(some)).hasSize(2);
        assertThat(some.err()).matches("2 of \\d+: --limit says how many to show\\R");

        CommandRun none = run("dead-letters", "list", "--client", "1");
        assertThat(none.out()).isEmpty();
        assertThat(none.err().strip()).isEqualTo("No dead letter fits.");

        CommandRun wrong = run("dead-letters", "list", "--since", "yesterday");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).startsWith("turnstile: 'since' must be a moment");
    }

    @Test
    void shouldShowAndExportLettersInFull() throws Exception {
        int which = index(ExpectedOutcome.NO_MEMBERSHIP, 0);
        JsonNode shown = lines(run("dead-letters", "show", ids.get(which))).get(0);
        assertThat(shown.at("/value/text").asText())
                .isEqualTo(samples.get(which).text());

        List<JsonNode> exported = lines(run("dead-letters", "export", "--reason", "INVALID_REQUEST"));
        assertThat(exported)
                .isNotEmpty()
                .allMatch(each -> each.at("/letter/reason").asText().equals("INVALID_REQUEST"));

        CommandRun unknown = run("dead-letters", "show", "nothing-0-1");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("turnstile: There is no dead letter nothing-0-1");
    }

    @Test
    void shouldReplayALetterAndSayThatItWasScheduled() throws Exception {
        int which = index(ExpectedOutcome.NOT_ENOUGH_VISITS, 0);
        String id = ids.get(which);
        CommandRun before = run("replay", id, "--dry-run");
        assertThat(lines(before).get(0).path("reason").asText()).isEqualTo("NOT_ENOUGH_VISITS");
        assertThat(before.err()).isEqualTo("0 of 1 would be scheduled now.%n".formatted());
        TopUp.makeBookable(ALTEGIO.simulator().world(), samples.get(which).value());

        CommandRun replayed = run("replay", id, "--superseded", "--yes", "--note", "topped up");

        assertThat(replayed.err())
                .startsWith("Would replay 1 letter")
                .contains("NOT_ENOUGH_VISITS", "calls to Altegio");
        JsonNode job = lines(replayed).get(0);
        assertThat(job.path("outcomes").path("scheduled").asInt()).isEqualTo(1);
        assertThat(job.path("order").path("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(replayed.status()).isZero();

        CommandRun again = run("replay", id, "--yes");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("left out: replayed or discarded already: " + id, "Nothing to do.");
        assertThat(run("jobs").out()).contains(job.path("id").asText());
        CommandRun followed = run("jobs", "follow", job.path("id").asText());
        assertThat(followed.status()).isZero();
    }

    @Test
    void shouldFailWhenWhatWasReplayedComesBack() {
        CommandRun replayed = run("replay", "--reason", "NOT_FOUND", "--yes");

        assertThat(replayed.status()).isEqualTo(1);
        assertThat(replayed.out()).contains("\"rejected\":");
    }

    @Test
    void shouldShowWhatAnEditChangesAndReplayThat() throws Exception {
        int which = index(ExpectedOutcome.MEMBERSHIP_NOT_APPLICABLE, 0);
        String wrong = samples.get(which).text();
        Path edit = Files.writeString(
                folder.resolve("edit.json"), wrong.replaceFirst("\"membership_id\":\\d+", "\"channel\":\"desk\""));

        CommandRun replayed = run("replay", ids.get(which), "--edit=" + edit, "--superseded", "--yes");

        assertThat(replayed.err())
                .containsPattern("-   \"membership_id\" : \\d+")
                .contains("+   \"channel\" : \"desk\"");
        assertThat(lines(replayed).get(0).at("/order/edited/0").asText()).isEqualTo(ids.get(which));

        Path invalid = Files.writeString(folder.resolve("invalid.json"), "{\"client_id\": \"Anna\"}");
        CommandRun refused = run("replay", ids.get(index(ExpectedOutcome.REFUSED, 0)), "--edit=" + invalid, "--yes");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("turnstile: Not a booking request: ", "client_id must be a positive");
    }

    @Test
    void shouldDiscardWhatNobodyWantsAnyMore() throws Exception {
        String id = ids.get(index(ExpectedOutcome.FORBIDDEN, 0));

        CommandRun discarded = run("dead-letters", "discard", id, "--yes", "--note", "closed for good");

        assertThat(discarded.status()).isZero();
        JsonNode letter = lines(run("dead-letters", "show", id)).get(0).path("letter");
        assertThat(letter.path("status").asText()).isEqualTo("discarded");
        assertThat(letter.at("/resolution/note").asText()).isEqualTo("closed for good");
    }

    @Test
    void shouldFailWhenLettersWereLeftOutThoughTheOthersWereDiscarded() throws Exception {
        String id = ids.get(index(ExpectedOutcome.DAYS_NOT_BOOKABLE, 0));

        CommandRun discarded = run("dead-letters", "discard", id, "booking.requests-0-99999", "--yes");

        assertThat(discarded.status()).isEqualTo(1);
        JsonNode job = lines(discarded).get(0);
        assertThat(job.path("done").asInt()).isEqualTo(1);
        assertThat(job.at("/left_out/0/why").asText()).isEqualTo("unknown");
    }

    @Test
    void shouldSayWhichTokenIsMissing() {
        String id = ids.get(index(ExpectedOutcome.NO_MEMBERSHIP, 0));
        assertThat(runWith(viewer, "dead-letters", "show", id).status()).isZero();
        CommandRun looking = runWith(viewer, "dead-letters", "discard", id, "--yes");
        assertThat(looking.status()).isEqualTo(1);
        assertThat(looking.err()).contains("The token is the viewer's", "turnstile.http.operator-token");

        CommandRun stranger = runWith("config/application.properties", "jobs");
        assertThat(stranger.status()).isEqualTo(1);
        assertThat(stranger.err()).contains("wants a token: set turnstile.http.operator-token");
    }

    private static int index(ExpectedOutcome expected, int nth) {
        return IntStream.range(0, samples.size())
                .filter(i -> samples.get(i).expected() == expected)
                .skip(nth)
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> lines(CommandRun run) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static CommandRun run(String... arguments) {
        return runWith(operator, arguments);
    }

    private static CommandRun runWith(String config, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", address.toString(), "--config", config));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
