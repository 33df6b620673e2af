package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a session that ends takes with it what somebody had typed, and nobody tells them why nothing works. */
class ConsoleSessionTest {

    private static final String TOKEN = "may-press-may-press";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldAskForTheTokenAgainAndKeepAnEditWhenTheSessionIsOver() throws InterruptedException {
        try (PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("http.operator-token", TOKEN);
                ConsoleTab tab = ConsoleTab.open(
                        CHROMIUM.browser(), stage.startPipeline().address())) {
            List<String> ids = stage.sendAll(List.of(stage.request(null, PipelineFixture.utf8("{\"client_id\": 1}"))));
            stage.awaitDecided(ids, 1, Duration.ofSeconds(30));
            tab.at("#/letters/" + ids.get(0));
            signIn(tab);
            tab.press("Edit");
            Locator text = tab.page().locator("textarea");
            text.fill("{\"client_id\": 2, \"note\": \"typed at three\"}");
            assertThat(tab.page().locator(".problems")).containsText("request_id");
            // when the session ends while they type
            tab.page().context().clearCookies();
            text.press("End");
            text.pressSequentially(" ");
            // then the sign-in is shown, and no more than it
            assertThat(tab.page().locator("[name=token]")).isVisible();
            assertThat(tab.page().locator(".live")).not().hasText("Not live");
            signIn(tab);
            // and what was typed is still there and can be worked on
            assertThat(tab.page().locator("[name=token]")).hasCount(0);
            assertThat(text).hasValue("{\"client_id\": 2, \"note\": \"typed at three\"} ");
            assertThat(tab.page().locator(".problems")).containsText("request_id");
            assertThat(tab.page().locator(".live")).hasText("Live");
            // also when it ends while nobody does anything
            tab.page().context().clearCookies();
            tab.page().evaluate("dispatchEvent(new Event('focus'))");
            assertThat(tab.page().locator("[name=token]")).isVisible();
            signIn(tab);
            assertThat(text).hasValue("{\"client_id\": 2, \"note\": \"typed at three\"} ");
        }
    }

    @Test
    void shouldKeepADialogThatIsFilledInWhenTheSessionIsOver() throws InterruptedException {
        try (PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("http.operator-token", TOKEN);
                ConsoleTab tab = ConsoleTab.open(
                        CHROMIUM.browser(), stage.startPipeline().address())) {
            List<String> ids = stage.sendAll(List.of(stage.request(null, PipelineFixture.utf8("no booking"))));
            stage.awaitDecided(ids, 1, Duration.ofSeconds(30));
            tab.at("#/letters/" + ids.get(0));
            signIn(tab);
            tab.press("Discard…");
            assertThat(tab.button("Discard 1 letter")).isEnabled();
            tab.page().context().clearCookies();
            tab.order("Anna", "sent by mistake", "Discard 1 letter");
            signIn(tab);
            assertThat(tab.dialog().locator("[name=note]")).hasValue("sent by mistake");
            tab.press("Discard 1 letter");
            assertThat(tab.page().locator(".tag.s-finished")).isVisible();
            assertThat(tab.page().locator(".facts")).containsText("sent by mistake");
        }
    }

    private static void signIn(ConsoleTab tab) {
        tab.page().locator("[name=token]").fill(TOKEN);
        tab.press("Sign in");
    }
}
