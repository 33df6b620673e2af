package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.http.ApiSchemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, nobody sees which routes run, or that what they saved is not used. */
class RoutesViewTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path routes;

    private final HttpClient http = HttpClient.newHttpClient();
    private URI address;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldShowWhatRunsAndWhyASaveIsNotUsedWhereverSomebodyLooks() throws Exception {
        Path schedule = routes.resolve("schedule.camel.yaml");
        String shipped = Files.readString(schedule);
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("routes", routes)) {
            address = stage.startPipeline().address();
            JsonNode before = get("/api/routes");
            assertThat(new ApiSchemas().faults("Routes", before)).isEmpty();
            assertThat(before.path("reload").asBoolean()).isTrue();
            assertThat(before.path("refused").isNull()).isTrue();
            assertThat(before.at("/routes").findValuesAsText("id")).contains("intake", "booking", "schedule");
            assertThat(route(before, "schedule").path("file").asText()).isEqualTo("schedule.camel.yaml");
            assertThat(route(before, "schedule").path("line").asInt()).isEqualTo(2);
            try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), address).at("#/letters")) {
                assertThat(tab.page().locator("main h1")).isVisible();
                tab.page().keyboard().press("5");
                assertThat(tab.page().locator(".route"))
                        .hasCount(before.path("routes").size());

                Files.writeString(schedule, shipped.replace("marshal:", "marschal:"));
                awaitRefused(true);

                JsonNode refused = get("/api/routes").path("refused");
                assertThat(new ApiSchemas().faults("Routes", get("/api/routes")))
                        .isEmpty();
                assertThat(refused.path("file").asText()).isEqualTo("schedule.camel.yaml");
                assertThat(refused.path("line").asInt()).isEqualTo(11);
                assertThat(refused.path("did_you_mean").asText()).isEqualTo("marshal");
                assertThat(get("/api/overview").path("warnings").toString()).contains("schedule.camel.yaml, line 11");
                assertThat(get("/health/ready").toString()).contains("UP", "WARNING", "schedule.camel.yaml, line 11");
                Awaitility.await("audit")
                        .atMost(PATIENCE)
                        .until(() -> get("/api/audit").toString().contains("refused the routes as they were saved"));
                assertThat(tab.page().locator(".refusal")).containsText("marschal");
                assertThat(tab.page().locator("main")).containsText("Saved route files are not used");
                look(tab, ColorScheme.LIGHT);
                look(tab, ColorScheme.DARK);

                Files.writeString(schedule, shipped + "# a remark\n");
                awaitRefused(false);
                assertThat(tab.page().locator(".refusal")).hasCount(0);
                assertThat(route(get("/api/routes"), "schedule").path("since").asText())
                        .isGreaterThan(route(before, "schedule").path("since").asText());
                assertThat(get("/api/overview").path("warnings").toString()).doesNotContain("line 11");
                Awaitility.await("audit").atMost(PATIENCE).until(() -> get("/api/audit")
                        .toString()
                        .contains("replaced the routes: changed schedule.camel.yaml"));
                assertThat(tab.complaints()).isEmpty();
            }
        }
    }

    @Test
    void shouldLookForNoSavedFilesWhenThatIsOff() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("routes", routes)
                .with("routes.reload", false)) {
            Pipeline pipeline = stage.startPipeline();
            address = pipeline.address();
            assertThat(get("/api/routes").path("reload").asBoolean()).isFalse();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("routes-reload") && thread.isAlive());
        }
    }

    private static void look(ConsoleTab tab, ColorScheme scheme) throws IOException {
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        ConsoleAccessibilityTest.check(tab, "routes in " + scheme);
        tab.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "routes-" + scheme + ".png"))
                        .setFullPage(true));
    }

    private void awaitRefused(boolean refused) {
        Awaitility.await("refused: " + refused)
                .atMost(PATIENCE)
                .until(() -> get("/api/routes").path("refused").isNull() != refused
                        && (refused || isReplaced(get("/api/routes"))));
    }

    private static boolean isReplaced(JsonNode status) {
        return route(status, "schedule")
                        .path("since")
                        .asText()
                        .compareTo(route(status, "booking").path("since").asText())
                > 0;
    }

    private static JsonNode route(JsonNode status, String id) {
        for (JsonNode each : status.path("routes")) {
            if (each.path("id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no route " + id + " in " + status);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return new JsonMapper()
                .readTree(
                        http.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString())
                                .body());
    }
}
