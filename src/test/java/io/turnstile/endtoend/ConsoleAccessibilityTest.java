package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.RejectedBookings;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If this fails, some people cannot read the console, or their screen reader cannot. Asks axe-core, in light and dark. */
class ConsoleAccessibilityTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static final String FIND = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            + ".filter(each => each.impact === 'serious' || each.impact === 'critical')"
            + ".flatMap(each => each.nodes.map(node => each.id + ': ' + node.html + ' ' + node.failureSummary))";

    private static PipelineFixture stage;
    private static URI console;
    private static RejectedBookings rejected;

    @BeforeAll
    static void startPipeline() {
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
        console = stage.startPipeline().address();
        rejected = new RejectedBookings(stage, console, ALTEGIO.simulator());
    }

    @AfterAll
    static void stopPipeline() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldHaveNothingSeriousOnAnyView(ColorScheme scheme) throws Exception {
        String word = "a" + UUID.randomUUID().toString().substring(0, 8);
        String id = rejected.sendTooEarly(word, 2).get(0);
        String mistaken = rejected.sendMistaken(word);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            Page page = tab.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            tab.at("");
            assertThat(page.locator(".groups")).isVisible();
            check(tab, "now");
            page.keyboard().press("?");
            assertThat(tab.dialog()).isVisible();
            check(tab, "help");
            tab.at("#/letters?status=all&text=" + word);
            assertThat(tab.letters()).hasCount(3);
            check(tab, "letters");
            tab.selectAll();
            check(tab, "letters selected");
            tab.press("Try");
            assertThat(page.locator(".letter .verdict.good, .letter .verdict.warn"))
                    .hasCount(3);
            check(tab, "letters tried");
            tab.press("Replay 3 bookings");
            assertThat(tab.dialog()).containsText("Not found at Altegio");
            check(tab, "replay");
            page.keyboard().press("Escape");
            tab.press("Discard…");
            assertThat(tab.button("Discard 3 letters")).isEnabled();
            check(tab, "discard");
            tab.at("#/letters/" + mistaken);
            assertThat(page.locator("main h1")).isVisible();
            check(tab, "letter");
            tab.press("Try");
            assertThat(page.locator(".tried .verdict.warn")).isVisible();
            tab.press("Edit");
            check(tab, "edit");
            page.locator("textarea").fill("{\"client_id\": 1}");
            assertThat(page.locator(".problems")).isVisible();
            check(tab, "edit with problems");
            tab.at("#/letters/" + id);
            tab.press("Replay…");
            assertThat(tab.dialog()).containsText("1 Not found at Altegio");
            tab.order("Anna", "axe", "Replay 1 booking");
            tab.awaitOutcome("1 Scheduled");
            check(tab, "job");
            tab.at("#/jobs");
            assertThat(page.locator(".job")).not().hasCount(0);
            check(tab, "jobs");
            tab.at("#/audit");
            assertThat(page.locator(".audit li")).not().hasCount(0);
            check(tab, "audit");
            tab.at("#/routes");
            assertThat(page.locator(".route")).not().hasCount(0);
            check(tab, "routes");
            tab.at("#/letters?status=all&text=" + word);
            assertThat(tab.letters()).hasCount(3);
            check(tab, "letters resolved");
            tab.press("Delete from Kafka");
            assertThat(tab.dialog()).isVisible();
            check(tab, "prune");
            tab.at("#/letters?text=nothing-has-this-word");
            assertThat(page.locator(".empty")).isVisible();
            check(tab, "no letters");
            page.route(
                    "**/api/session",
                    route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                            .setStatus(401)
                            .setBody("{}")));
            page.reload();
            assertThat(page.locator("[name=token]")).isVisible();
            check(tab, "sign-in");
        }
    }

    /** Runs axe apart from the page, whose policy lets in no script but its own. */
    static void check(ConsoleTab tab, String view) throws IOException {
        try (InputStream in = ConsoleAccessibilityTest.class.getResourceAsStream("/axe-core/axe.min.js")) {
            tab.page().evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat((List<?>) tab.page().evaluate(FIND)).as(view).isEmpty();
    }
}
