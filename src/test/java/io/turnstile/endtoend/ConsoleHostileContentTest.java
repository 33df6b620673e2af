package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.RejectedBookings;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Anybody can write a request. If this fails, what somebody wrote runs in an operator's browser, or hides what it is. */
class ConsoleHostileContentTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    /** Turns what follows it around, so that it reads as something else. */
    private static final String OVERRIDE = "\u202E";

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

    @Test
    void shouldShowWhateverSomebodyWroteAsTextThatHidesNothing() throws InterruptedException {
        List<String> hostile = List.of(
                "</textarea></script><svg onload='window.pwned=1'><a href='javascript:window.pwned=1'>x</a>",
                "${window.pwned=1} {{window.pwned=1}} <!--?lit$1$--> <template shadowrootmode=open>",
                "user" + OVERRIDE + "gnp.exe\u2066\u2067\u200F",
                "bell\u0007 escape\u001B[31mred\u001B[0m nul\u0000 back\b tab\t line\u2028end\u0085\uFEFF",
                "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDDE9\uD83C\uDDEA z\u0351\u0352\u0353\u0354\u0355",
                "W".repeat(5_000),
                "\uD83D\uDE80".repeat(250_000));
        List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
        for (String each : hostile) {
            String text = each.length() > 10_000 ? "large" : each;
            ProducerRecord<byte[], byte[]> request =
                    stage.request(PipelineFixture.utf8(text), PipelineFixture.utf8("{\"request_id\": " + each));
            request.headers().add(text, PipelineFixture.utf8(text)).add("raw", new byte[] {(byte) 0xC3, 0, 27});
            requests.add(request);
        }
        List<String> ids = rejected.send(requests);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            tab.at("#/letters?kind=malformed");
            assertThat(tab.letters()).hasCount(ids.size());
            assertFits(tab);
            for (String id : ids) {
                tab.at("#/letters/" + id);
                assertThat(tab.page().locator(".columns")).containsText("request_id");
                assertFits(tab);
                tab.press("Edit");
                assertThat(tab.page().locator(".problems")).isVisible();
                assertFits(tab);
            }
            // what turns text around turns nothing but itself, and can be seen
            tab.at("#/letters/" + ids.get(2));
            assertThat(tab.page().locator(".columns")).containsText("gnp.exe");
            Assertions.assertThat(
                            (String)
                                    tab.page()
                                            .evaluate(
                                                    "[...document.querySelectorAll('.columns, .letterhead')].map(e => e.textContent).join()"))
                    .doesNotContain(OVERRIDE, "\u2066", "\u2067", "\u200F")
                    .contains("U+202E");
            Assertions.assertThat(tab.page().evaluate("window.pwned === undefined"))
                    .isEqualTo(true);
            Assertions.assertThat(tab.complaints()).isEmpty();
        }
    }

    /** What is laid out anew must be what was sent, or an edit changes what nobody edited. */
    @Test
    void shouldLayOutARequestWithoutChangingATokenOfIt() {
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("")) {
            String json =
                    "{\"z\":1.00,\"a\":12345678901234567890,\"e\":1e0,\"s\":\"\\u00e9\\/ {,:[ ]}\",\"z\":[1,2],\"n\":{}}";
            String laidOut = (String) tab.page()
                    .evaluate(
                            "async json => (await import(new URL('console/pretty.js', document.baseURI))).pretty(json)",
                            json);
            Assertions.assertThat(laidOut).contains("\n");
            Assertions.assertThat(laidOut.replaceAll("\\n *|(?<=:) |(?<=1,) ", ""))
                    .isEqualTo(json);
            Assertions.assertThat(laidOut.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(json.length());
        }
    }

    /** Nothing that somebody wrote makes the page wider than the window. */
    private static void assertFits(ConsoleTab tab) {
        Assertions.assertThat(tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(tab.page().url())
                .isEqualTo(true);
    }
}
