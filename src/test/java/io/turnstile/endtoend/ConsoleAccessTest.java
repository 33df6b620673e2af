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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, the console lets people change what they may only look at, or shows old letters as if they were new. */
class ConsoleAccessTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldShowViewersAllAndLetThemPressNothingAndSayWhenItIsNotLive() throws InterruptedException {
        // given a console that asks for a token
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("http.viewer-token", "may-look-may-look")
                        .with("http.operator-token", "may-press-may-press");
                ConsoleTab tab = ConsoleTab.open(
                        CHROMIUM.browser(), stage.startPipeline().address())) {
            List<String> ids = stage.sendAll(List.of(stage.request(null, PipelineFixture.utf8("no booking"))));
            stage.awaitDecided(ids, 1, Duration.ofSeconds(120));
            // when a wrong one is given, and then the viewer's
            tab.at("#/letters");
            signIn(tab, "guessed");
            assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("neither");
            signIn(tab, "may-look-may-look");
            // then everything is shown, and nothing can be pressed that changes anything
            assertThat(tab.letters()).hasCount(1);
            assertThat(tab.page().locator(".me")).containsText("Viewer");
            assertThat(tab.page().locator("main input[type=checkbox]")).hasCount(0);
            tab.letters().locator("a").click();
            assertThat(tab.page().locator(".columns")).containsText("no booking");
            for (String button : List.of("Replay", "Try", "Edit", "Discard")) {
                assertThat(tab.button(button)).hasCount(0);
            }
            tab.page().keyboard().press("d");
            assertThat(tab.dialog()).hasCount(0);
            tab.page().keyboard().press("1");
            assertThat(tab.page().locator(".groups")).containsText("Not JSON");
            assertThat(tab.button("Replay")).hasCount(0);
            // when an operator signs in
            assertThat(tab.page().locator(".live")).hasText("Live");
            tab.press("Sign out");
            signIn(tab, "may-press-may-press");
            tab.page().locator("nav a").nth(1).click();
            tab.letters().locator("a").click();
            assertThat(tab.button("Discard")).isVisible();
            assertThat(tab.complaints()).allMatch(each -> each.contains("401"));
            // when the server's events do not come through
            tab.page().route("**/api/events", Route::abort);
            tab.page().reload();
            // then the page says so, until they do again
            assertThat(tab.page().locator(".live")).hasText("Not live");
            tab.page().unroute("**/api/events");
            assertThat(tab.page().locator(".live")).hasText("Live");
        }
    }

    private static void signIn(ConsoleTab tab, String token) {
        tab.page().locator("[name=token]").fill(token);
        tab.press("Sign in");
    }
}
