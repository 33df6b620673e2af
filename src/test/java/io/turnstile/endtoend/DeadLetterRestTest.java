package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.http.ApiSchemas;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.TopUp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, console, commands and whatever others have built upon the REST see or do something else than is there. */
class DeadLetterRestTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] BINARY = {(byte) 0xff, 0, 1, '<'};

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static PipelineFixture stage;
    private static URI address;
    private static List<SampleRequest> samples;
    private static List<String> ids;
    private static String binary;
    private static ApiSchemas schemas;

    @BeforeAll
    static void startPipeline() throws Exception {
        schemas = new ApiSchemas();
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
        address = stage.startPipeline().address();
        samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 7, 60);
        ids = stage.send(samples);
        binary = stage.sendAll(List.of(stage.request(BINARY, BINARY))).get(0);
        stage.awaitDecided(ids, ids.size(), PATIENCE);
        long letters = 1
                + samples.stream()
                        .filter(each -> each.expected() != ExpectedOutcome.SCHEDULED)
                        .count();
        await().atMost(PATIENCE)
                .until(() -> get("/api/dead-letters?status=all&limit=100")
                                .path("letters")
                                .size()
                        >= letters);
    }

    @AfterAll
    static void stopPipeline() {
        stage.close();
    }

    @Test
    void shouldAnswerEverythingAsItsDescriptionSays() throws Exception {
        String id = idOf(ExpectedOutcome.NO_MEMBERSHIP, 0);
        String byId = "{\"action\": \"discard\", \"ids\": [\"%s\"], \"note\": \"nobody came\"}".formatted(id);

        assertFits("Overview", get("/api/overview"));
        assertFits("Page", get("/api/dead-letters?limit=5"));
        assertFits("Groups", get("/api/dead-letters/groups?status=all"));
        assertFits("Content", get("/api/dead-letters/" + id));
        assertFits("Content", get("/api/dead-letters/" + binary));
        assertFits("Verdict", post("/api/dead-letters/" + id + "/dry-run", "", 200));
        assertFits("Validation", post("/api/requests/validate", "{\"value\": \"{}\"}", 200));
        assertFits("Plan", post("/api/plans", byId, 200));
        assertFits("Plan", post("/api/plans", "{\"action\": \"replay\", \"filter\": {}}", 200));
        JsonNode job = post("/api/jobs", byId, 201);
        assertFits("Job", job);
        String path = "/api/jobs/" + job.path("id").asText();
        awaitFinished(path);
        assertFits("Job", get(path));
        assertFits("Jobs", get("/api/jobs"));
        assertFits("Page", get(path + "/letters"));
        assertFits("Job", post(path + "/cancel", "", 200));
        assertFits("Content", get("/api/dead-letters/" + id));
        assertFits("Audit", get("/api/audit"));
        assertFits("Session", get("/api/session"));
        assertFits("Pruned", post("/api/prune", "{\"note\": \"not needed\"}", 200));
        assertFits("Problem", post("/api/plans", "{}", 400));
        for (String line : answer(request("/api/dead-letters/export?status=all").GET())
                .body()
                .split("\n")) {
            assertFits("Content", JSON.readTree(line));
        }
    }

    @Test
    void shouldNameWhatIsNotThere() throws Exception {
        for (String path : List.of(
                "/api/dead-letters/nothing-0-1",
                "/api/dead-letters/nothing-0-1/value",
                "/api/jobs/nothing",
                "/api/jobs/nothing/letters")) {
            HttpResponse<String> answer = answer(request(path).GET());
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("There is no ").contains("nothing");
            assertThat(answer(request(path).method("HEAD", BodyPublishers.noBody()))
                            .statusCode())
                    .as("HEAD " + path)
                    .isEqualTo(404);
        }
        for (String path : List.of(
                "/api/dead-letters/nothing-0-1/dry-run", "/api/jobs/nothing/cancel", "/api/jobs/nothing/resume")) {
            assertFits("Problem", post(path, "{}", 404));
        }
        assertThat(answer(request("/api/dead-letters?cursor=..%2F..").GET()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldShowEachLetterOnceWhenAllPagesAreTurned() throws Exception {
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page = get("/api/dead-letters?status=all&limit=3&cursor=" + next);
            assertThat(page.path("letters").size()).isBetween(1, 3);
            page.path("letters").forEach(letter -> seen.add(letter.path("id").asText()));
            next = page.path("next").textValue();
        }
        Set<String> expected = new HashSet<>(List.of(binary));
        IntStream.range(0, ids.size())
                .filter(i -> samples.get(i).expected() != ExpectedOutcome.SCHEDULED)
                .forEach(i -> expected.add(ids.get(i)));
        // another test discards and prunes this one, which is then gone where it was the oldest of its partition
        expected.remove(idOf(ExpectedOutcome.NO_MEMBERSHIP, 0));

        assertThat(seen).doesNotHaveDuplicates().containsAll(expected);
        JsonNode two = get("/api/dead-letters?status=all&reason=not_found&kind=rejected&since=1h");
        assertThat(two.path("letters"))
                .isNotEmpty()
                .allMatch(each -> each.path("reason").asText().equals("NOT_FOUND"));
        assertThat(get("/api/dead-letters?until=2020-01-01").path("letters")).isEmpty();
    }

    @Test
    void shouldGiveBytesBackAsTheyCameAndNeverAsAPage() throws Exception {
        JsonNode letter = get("/api/dead-letters/" + binary);
        assertThat(letter.path("key").path("base64").binaryValue()).isEqualTo(BINARY);
        assertThat(letter.path("value").path("base64").binaryValue()).isEqualTo(BINARY);

        HttpResponse<byte[]> value = HTTP.send(
                request("/api/dead-letters/" + binary + "/value").GET().build(), BodyHandlers.ofByteArray());
        assertThat(value.body()).isEqualTo(BINARY);
        assertThat(value.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"))
                .containsEntry("content-disposition", List.of("attachment; filename=\"" + binary + ".bin\""));
    }

    @Test
    void shouldScheduleWhatIsReplayedOnceItCanBeBooked() throws Exception {
        // given a booking that lacks visits, of a client who then buys some
        String id = idOf(ExpectedOutcome.NOT_ENOUGH_VISITS, 0);
        String dryRun = "/api/dead-letters/" + id + "/dry-run";
        assertThat(post(dryRun, "{}", 200).path("reason").asText()).isEqualTo("NOT_ENOUGH_VISITS");
        assertThat(TopUp.makeBookable(
                        ALTEGIO.simulator().world(),
                        samples.get(ids.indexOf(id)).value()))
                .isTrue();
        assertThat(post(dryRun, "{}", 200).path("kind").asText()).isEqualTo("scheduled");

        // when it is replayed
        String order = "{\"action\": \"replay\", \"ids\": [\"%s\"], \"superseded\": true, \"note\": \"topped up\"}"
                .formatted(id);
        JsonNode job = post("/api/jobs", order, 201, "Turnstile-By", "Ann%C3%A4");

        // then it is scheduled, and says so, with who and why
        String path = "/api/jobs/" + job.path("id").asText();
        await().atMost(PATIENCE)
                .until(() -> get(path).path("outcomes").path("scheduled").asInt() == 1);
        JsonNode letter = get("/api/dead-letters/" + id).path("letter");
        assertThat(letter.path("status").asText()).isEqualTo("replayed");
        assertThat(letter.path("fate").path("outcome").asText()).isEqualTo("scheduled");
        assertThat(letter.path("resolution").path("by").asText()).isEqualTo("Annä");
        assertThat(letter.path("resolution").path("note").asText()).isEqualTo("topped up");
        assertThat(get("/api/audit").path("entries").findValuesAsText("by")).contains("Annä");

        // and cannot be replayed again
        JsonNode again = post("/api/plans", order, 200);
        assertThat(again.path("takes").asInt()).isZero();
        assertThat(again.at("/left_out/0/why").asText()).isEqualTo("resolved");
    }

    @Test
    void shouldSayHowThePipelineStands() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> get("/api/overview").path("intake").path("lag").isIntegralNumber());
        JsonNode overview = get("/api/overview");

        assertThat(overview.path("gate").path("state").asText()).isEqualTo("open");
        assertThat(overview.path("gate").path("per_second").isNull()).isTrue();
        assertThat(overview.path("gate").path("used_minute").asInt()).isPositive();
        assertThat(overview.path("index").path("ready").asBoolean()).isTrue();
        assertThat(overview.path("intake").path("consumers")).isNotEmpty();
        assertThat(overview.at("/minutes/0/scheduled").asInt()).isPositive();
    }

    /** Returns the id of the nth request that has to come to this. */
    private static String idOf(ExpectedOutcome expected, int nth) {
        return IntStream.range(0, ids.size())
                .filter(i -> samples.get(i).expected() == expected)
                .skip(nth)
                .mapToObj(ids::get)
                .findFirst()
                .orElseThrow();
    }

    private static void awaitFinished(String path) {
        await().atMost(PATIENCE).until(() -> get(path).path("state").asText().equals("finished"));
    }

    private static void assertFits(String schema, JsonNode json) {
        assertThat(schemas.faults(schema, json)).as(schema + ": " + json).isEmpty();
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(request(path).GET());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode post(String path, String body, int status, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = answer(request);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
