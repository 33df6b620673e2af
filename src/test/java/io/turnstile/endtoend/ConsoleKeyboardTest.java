package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.RejectedBookings;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, whoever has no mouse cannot work in the console, or does with one key what they never meant to. */
class ConsoleKeyboardTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

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
    void shouldFollowLinksByEnterOnEveryView() throws InterruptedException {
        String word = word();
        String id = rejected.sendTooEarly(word, 1).get(0);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("")) {
            // a reason on the first view
            focus(tab, tab.page().locator(".groups a").first());
            keys(tab, "Enter");
            assertThat(tab.page()).hasURL(Pattern.compile("#/letters\\?reason="));
            // a letter
            tab.at("#/letters?text=" + word);
            assertThat(tab.letters()).hasCount(1);
            keys(tab, "j", "Enter");
            assertThat(tab.page()).hasURL(Pattern.compile("#/letters/"));
            assertThat(tab.button("Replay…")).isVisible();
            // a job, and a letter of it
            keys(tab, "r");
            assertThat(tab.dialog()).containsText("1 Not found at Altegio");
            tab.order("Anna", "keys", "Replay 1 booking");
            tab.awaitOutcome("1 Scheduled");
            tab.at("#/jobs");
            assertThat(tab.page().locator(".job")).not().hasCount(0);
            keys(tab, "j", "Enter");
            assertThat(tab.page()).hasURL(Pattern.compile("#/jobs/."));
            assertThat(tab.page().locator(".outcome > a")).hasCount(1);
            keys(tab, "j", "Enter");
            assertThat(tab.page()).hasURL(Pattern.compile("#/letters/" + id));
            // an entry of the audit
            tab.at("#/audit");
            focus(tab, tab.page().locator(".audit a").first());
            keys(tab, "Enter");
            assertThat(tab.page()).hasURL(Pattern.compile("#/jobs/."));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void shouldNeverLoseTheFocusWhenADialogOrAViewCloses() throws InterruptedException {
        String word = word();
        rejected.sendTooEarly(word, 2);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word)) {
            assertThat(tab.letters()).hasCount(2);
            // a dialog that was opened from a row gives the focus back to it, however it is closed
            for (String how : List.of("Escape", "button")) {
                keys(tab, "j", "d");
                assertThat(tab.dialog()).isVisible();
                if (how.equals("Escape")) {
                    keys(tab, "Escape");
                } else {
                    tab.press("Keep as it is");
                }
                assertThat(tab.dialog()).hasCount(0);
                awaitFocus(tab, ".letter > a");
            }
            focus(tab, tab.button("Help"));
            keys(tab, "Enter");
            assertThat(tab.dialog()).isVisible();
            keys(tab, "Enter");
            assertThat(tab.dialog()).hasCount(0);
            awaitFocus(tab, "button.help");
            // a view that opens takes it
            keys(tab, "j", "Enter");
            assertThat(tab.page().locator("main h1")).containsText("Not found at Altegio");
            awaitFocus(tab, "main h1");
            // what disappears under it leaves it in the page
            tab.press("Edit");
            awaitFocus(tab, "textarea");
            focus(tab, tab.button("Stop editing"));
            keys(tab, "Enter");
            awaitFocus(tab, "main button");
            // and the list has it back where it was
            keys(tab, "Escape");
            awaitFocus(tab, ".letter > a");
            for (String view : List.of("1", "3", "4")) {
                keys(tab, view);
                awaitFocus(tab, "main h1");
            }
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void shouldDiscardOnlyByTheButtonThatSaysSo() throws InterruptedException {
        String word = word();
        rejected.sendTooEarly(word, 1);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word)) {
            assertThat(tab.letters()).hasCount(1);
            // when keys are hit that may be meant for something else, then nothing is discarded
            keys(tab, "j", "d");
            assertThat(tab.button("Discard 1 letter")).isEnabled();
            keys(tab, "Enter");
            assertThat(tab.dialog()).hasCount(0);
            keys(tab, "d");
            assertThat(tab.button("Discard 1 letter")).isEnabled();
            tab.dialog().locator("[name=note]").fill("oh no");
            keys(tab, "Enter");
            assertThat(tab.dialog()).isVisible();
            keys(tab, "Escape", "r");
            assertThat(tab.button("Replay 1 booking")).isEnabled();
            keys(tab, "Enter");
            assertThat(tab.dialog()).isVisible();
            keys(tab, "Escape");
            tab.page().reload();
            assertThat(tab.letters()).hasCount(1);
            // but by its button it is discarded
            keys(tab, "j", "d");
            assertThat(tab.button("Discard 1 letter")).isEnabled();
            focus(tab, tab.button("Discard 1 letter"));
            keys(tab, "Enter");
            assertThat(tab.page().locator(".tag.s-finished")).isVisible();
        }
    }

    @Test
    void shouldLetKeysOfASingleCharacterBeTurnedOff() throws InterruptedException {
        String word = word();
        rejected.sendTooEarly(word, 1);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word)) {
            assertThat(tab.letters()).hasCount(1);
            keys(tab, "?");
            tab.dialog().getByLabel("Keys of a single character").uncheck();
            keys(tab, "Escape");
            // when they are pressed, now and after a reload
            for (int i = 0; i < 2; i++) {
                focus(tab, tab.letters().locator("a"));
                keys(tab, "d", "r", "1", "?", "x", "/");
                // then nothing happens
                assertThat(tab.page().locator(".letter.on")).hasCount(0);
                assertThat(tab.dialog()).hasCount(0);
                assertThat(tab.page()).hasURL(Pattern.compile("#/letters\\?text="));
                tab.page().reload();
                assertThat(tab.letters()).hasCount(1);
            }
            // and all can be done without them
            tab.page().keyboard().press("ArrowDown");
            awaitFocus(tab, ".letter > a");
            tab.page().keyboard().press("Shift+Tab");
            awaitFocus(tab, ".letter input");
            tab.page().keyboard().press("Space");
            assertThat(tab.page().locator(".letter.on")).hasCount(1);
        }
    }

    @Test
    void shouldSayOfEveryTimeInWhichZoneItIs() throws InterruptedException {
        String id = rejected.sendTooEarly(word(), 1).get(0);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters/" + id)) {
            assertThat(tab.page().locator("time").first()).isVisible();
            for (Locator time : tab.page().locator("time").all()) {
                assertThat(time).hasText(Pattern.compile("(UTC|GMT|[A-Z]{2,5})([+-]\\d.*)?$"));
            }
            tab.at("");
            assertThat(tab.page().locator(".axis")).hasText(Pattern.compile("(UTC|GMT|[A-Z]{2,5})"));
        }
    }

    private static void focus(ConsoleTab tab, Locator locator) {
        assertThat(locator).isVisible();
        locator.focus();
        assertThat(tab.page().evaluate("document.activeElement !== document.body"))
                .isEqualTo(true);
    }

    private static void awaitFocus(ConsoleTab tab, String selector) {
        Awaitility.await("focus on " + selector)
                .until(() ->
                        Boolean.TRUE.equals(tab.page().evaluate("s => document.activeElement.matches(s)", selector)));
    }

    private static void keys(ConsoleTab tab, String... keys) {
        for (String key : keys) {
            tab.page().keyboard().press(key);
        }
    }

    private static String word() {
        return "k" + UUID.randomUUID().toString().substring(0, 8);
    }
}
