package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
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
            text.fill("{\"client_id\": 2, \"note\": \"typed at three\"} ");
            assertThat(tab.page().locator(".problems")).containsText("request_id");
            // when the session ends while they type
            endSession(tab);
            text.press("End");
            look(tab);
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
            endSession(tab);
            look(tab);
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
            tab.dialog().locator("[name=by]").fill("Anna");
            tab.dialog().locator("[name=note]").fill("sent by mistake");
            endSession(tab);
            // A look of the page itself may find the session over first: the sign-in then stands over the button.
            tab.button("Discard 1 letter").dispatchEvent("click");
            signIn(tab);
            assertThat(tab.dialog().locator("[name=note]")).hasValue("sent by mistake");
            tab.press("Discard 1 letter");
            assertThat(tab.page().locator(".tag.s-finished")).isVisible();
            assertThat(tab.page().locator(".facts")).containsText("sent by mistake");
        }
    }

    /** Who has just signed in would be asked for the token a second time, over what they are doing. */
    @Test
    void shouldNotAskAgainWhenAnAnswerOfTheSessionBeforeComesLate() throws InterruptedException {
        try (PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("http.operator-token", TOKEN);
                ConsoleTab tab = ConsoleTab.open(
                        CHROMIUM.browser(), stage.startPipeline().address())) {
            tab.at("#/now");
            signIn(tab);
            assertThat(tab.page().locator("[name=token]")).hasCount(0);
            endSession(tab);
            // given two looks at the session, of which the first is answered last
            List<Route> held = new ArrayList<>();
            tab.page().route("**/api/session", held::add, new Page.RouteOptions().setTimes(1));
            tab.page()
                    .evaluate("() => { window.late = import(new URL('console/api.js', document.baseURI))"
                            + ".then(page => page.api('/session')).catch(() => {}); }");
            tab.page().waitForCondition(() -> !held.isEmpty());
            look(tab);
            assertThat(tab.page().locator("[name=token]")).isVisible();
            signIn(tab);
            assertThat(tab.page().locator("[name=token]")).hasCount(0);
            // when it comes
            held.get(0).fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}"));
            tab.page().evaluate("() => window.late");
            tab.page().evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
            tab.page().evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");

            assertThat(tab.page().locator("[name=token]")).hasCount(0);
        }
    }

    /** Ends it at the server: the browser still shows the cookie. */
    private static void endSession(ConsoleTab tab) {
        URI page = URI.create(tab.page().url());
        String cookie = tab.page().context().cookies().stream()
                .map(each -> each.name + "=" + each.value)
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(page.resolve("/api/session"))
                .header("Cookie", cookie)
                .DELETE()
                .build();
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join();
        Assertions.assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static void look(ConsoleTab tab) {
        tab.page().evaluate("dispatchEvent(new Event('focus'))");
    }

    private static void signIn(ConsoleTab tab) {
        tab.page().locator("[name=token]").fill(TOKEN);
        tab.press("Sign in");
    }
}
