package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, the console says at three in the morning that all is well while it is not. */
class ConsoleTruthTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static PipelineFixture stage;
    private static URI console;

    @BeforeAll
    static void startPipeline() {
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
        console = stage.startPipeline().address();
    }

    @AfterAll
    static void stopPipeline() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "unknown",
            value = {
                "0 | 0 | 5 | | good | Bookings pass. | 50 scheduled",
                "0 | 3 | 5 | | good | Bookings pass. | 3 to be tried again",
                "0 | 4200 | 5 | | warn | Many bookings wait to be tried again. | 4,200 of them",
                "9000 | 0 | 5 | | warn | Bookings wait long. | 9,000 wait",
                "9000 | 0 | 900 | | bad | no outcome was committed lately | 9,000 wait; the last commit was 15 min ago",
                "unknown | unknown | 5 | | good | Bookings pass. | scheduled",
                "0 | 0 | 5 | Authorization failed. | warn | 1 of 2 consumers cannot read bookings. | consumer-1: Authorization failed.",
            })
    void shouldSayWhatIsWrongBeforeItSaysThatBookingsPass(
            Long lag, Long retries, int lastCommit, String fault, String tone, String headline, String more) {
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            tab.page().route("**/api/events", Route::abort);
            tab.page()
                    .route(
                            "**/api/overview",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(overview(lag, retries, lastCommit, fault))));
            tab.at("");
            assertThat(tab.page().locator(".headline." + tone)).containsText(headline);
            assertThat(tab.page().locator(".headline p")).containsText(more);
            // what each consumer reports is there to be seen
            assertThat(tab.page().locator(".consumers li")).hasCount(2);
            assertThat(tab.page().locator(".consumers")).containsText("last commit");
            if (fault != null) {
                assertThat(tab.page().locator(".consumers .bad")).hasText(fault);
            }
            if (lag == null) {
                assertThat(tab.page().locator(".tiles")).containsText("Kafka has not said");
            }
        }
    }

    /** Laptops wake up with a wrong clock. */
    @ParameterizedTest
    @ValueSource(ints = {-20, 20})
    void shouldSayThatBookingsPassThoughTheBrowsersClockIsWrong(int minutes) {
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            tab.page().addInitScript("const real = Date.now; Date.now = () => real() + " + minutes + " * 60000;");
            tab.page().route("**/api/events", Route::abort);
            tab.page()
                    .route(
                            "**/api/overview",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(overview(9_000L, 0L, 5, null))));
            tab.at("");
            assertThat(tab.page().locator(".headline.warn")).containsText("Bookings wait long.");
            assertThat(tab.page().locator(".consumers")).not().containsText("min ago");
        }
    }

    /** Returns what the server says at this moment: a busy machine takes minutes for all cases. */
    private static String overview(Long lag, Long retries, int lastCommit, String fault) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return """
                {"instance": "test", "ready": true, "groups": [], "warnings": [],
                 "minutes": %s,
                 "index": {"ready": true, "read": 1, "behind": 0},
                 "gate": {"state": "open", "why": null, "detail": "Altegio answers", "since": "%s",
                          "throttled_until": null, "per_second": null, "per_minute": null,
                          "used_second": 0, "used_minute": 0, "waiting": 0},
                 "intake": {"lag": %s, "retry_lag": %s, "consumers": [
                   {"name": "consumer-1", "partitions": 3, "last_commit": "%s", "fault": %s},
                   {"name": "consumer-2", "partitions": 3, "last_commit": "%s", "fault": null}]}}
                """
                .formatted(
                        minutes(now),
                        now,
                        lag,
                        retries,
                        now.minusSeconds(lastCommit),
                        fault == null ? null : "\"" + fault + "\"",
                        now.minusSeconds(lastCommit + 1));
    }

    @Test
    void shouldSayThatMoreComesInThanIsDecidedWhenTheLagGrows() {
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("")) {
            assertThat(tab.page().getByRole(AriaRole.HEADING).first()).isVisible();
            assertThat(
                            tab.page()
                                    .evaluate(
                                            """
                            async () => {
                              const {Trend} = await import('./console/trend.js');
                              const {judge} = await import('./console/judge.js');
                              const trend = new Trend();
                              for (let s = 0; s <= 120; s += 10) trend.add(200 + s * 3, 1e12 + s * 1000);
                              const level = new Trend();
                              for (let s = 0; s <= 120; s += 10) level.add(200, 1e12 + s * 1000);
                              return [judge({intake: {lag: 560, consumers: []}}, 0, trend.growth, 1e12).slice(0, 2).join(),
                                  level.growth === null].join();
                            }
                            """))
                    .isEqualTo("warn,More bookings come in than are decided.,true");
        }
    }

    private static String minutes(Instant now) {
        StringBuilder minutes = new StringBuilder("[");
        for (int i = 9; i >= 0; i--) {
            minutes.append("{\"at\": \"%s\", \"scheduled\": 5, \"dead_letters\": {}}%s"
                    .formatted(now.truncatedTo(ChronoUnit.MINUTES).minus(i, ChronoUnit.MINUTES), i > 0 ? "," : "]"));
        }
        return minutes.toString();
    }
}
