package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.RejectedBookings;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.WrittenAgain;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, those who come because something went wrong cannot see it in the console, trust it, or put it right. */
class ConsoleTest {

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
    void shouldScheduleARejectedBookingWhenItIsEditedTriedAndReplayed() throws InterruptedException {
        // given a booking that names a membership which does not cover it
        String word = word();
        String id = rejected.sendMistaken(word);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word)) {
            // when it is opened and edited, wrongly at first
            assertThat(tab.letters()).hasCount(1);
            tab.letters().locator("a").click();
            assertThat(tab.page().locator("h1")).containsText("Membership does not cover it");
            tab.press("Edit");
            Locator text = tab.page().locator("textarea");
            String original = text.inputValue();
            text.fill(original.replaceFirst("\"client_id\": \\d+", "\"client_id\": \"Anna\""));
            assertThat(tab.page().locator(".problems")).containsText("client_id must be a positive 64-bit integer");
            assertThat(tab.button("Replay edited")).isDisabled();
            text.fill(original.replaceFirst("\"membership_id\": 1,\\s*", ""));
            // then what is changed is shown, and a try says that it will do
            assertThat(tab.page().locator(".diff .out")).hasText(Pattern.compile("membership_id"));
            tab.press("Try edited");
            assertThat(tab.page().locator(".verdict")).containsText("Would be scheduled now");
            // when it is replayed
            tab.press("Replay edited");
            tab.order("Anna", "the membership was a typo", "Replay 1 booking");
            // then it is scheduled, and everybody can see who did what
            tab.awaitOutcome("1 Scheduled");
            tab.page().locator(".outcome a").click();
            assertThat(tab.page().locator(".rounds"))
                    .hasText(Pattern.compile("Edited and replayed by Anna.*typo.*Scheduled", Pattern.DOTALL));
            tab.at("#/audit");
            assertThat(tab.page().locator("main")).containsText("Anna ordered a replay of 1 letter");
            assertThat(tab.complaints()).isEmpty();
        }
        assertThat(replaysOf(List.of(id))).containsExactly(Map.entry(id, 1L));
    }

    @Test
    void shouldReplayEachLetterOnceWhenTwoPeoplePressAtOnce() throws InterruptedException {
        // given two people who look at the same letters and at the plan to replay them
        String word = word();
        List<String> ids = rejected.sendTooEarly(word, 6);
        try (ConsoleTab anna = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word);
                ConsoleTab boris = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters?text=" + word)) {
            for (ConsoleTab each : List.of(anna, boris)) {
                assertThat(each.letters()).hasCount(6);
                each.selectAll();
                each.press("Replay 6 bookings");
                assertThat(each.dialog()).containsText("6 Not found at Altegio");
            }
            // when both press
            anna.order("Anna", "mine", "Replay 6 bookings");
            boris.order("Boris", "no, mine", "Replay 6 bookings");
            // then both see all of them replayed, once
            for (ConsoleTab each : List.of(anna, boris)) {
                assertThat(each.page().locator(".tag.s-finished")).isVisible();
            }
            for (ConsoleTab each : List.of(anna, boris)) {
                each.at("#/letters?status=replayed&text=" + word);
                assertThat(each.letters()).hasCount(6);
                assertThat(each.page().locator(".letter .tag.o-scheduled")).hasCount(6);
                assertThat(each.complaints()).isEmpty();
            }
        }
        Map<String, Long> once = new HashMap<>();
        ids.forEach(id -> once.put(id, 1L));
        assertThat(replaysOf(ids)).isEqualTo(once);
    }

    @Test
    void shouldShowHostileContentAsTextWhateverItIs() throws InterruptedException {
        // given
        String run = "window.pwned=1;alert(1)";
        String markup = "<script>" + run + "</script><img src=x onerror=\"" + run + "\">";
        String json = "{\"request_id\": \"<img src=x onerror='%s'>\", \"client_id\": \"<script>%s</script>\"}"
                .formatted(run, run);
        byte[] binary = {(byte) 0xC3, 0x28, 0, (byte) 0xFF, (byte) 0xFE, 10};
        List<byte[]> values = Arrays.asList(
                PipelineFixture.utf8(markup),
                PipelineFixture.utf8(json),
                PipelineFixture.utf8("A".repeat(1_000_000)),
                binary,
                null);
        List<String> shown = List.of(
                markup,
                "<script>" + run + "</script>",
                "of 1,000,000 characters",
                "c3 28 00 ff fe 0a",
                "no value (null)");
        List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
        for (byte[] value : values) {
            ProducerRecord<byte[], byte[]> request = stage.request(PipelineFixture.utf8(markup), value);
            request.headers()
                    .add("<b onclick=\"" + run + "\">", PipelineFixture.utf8(markup))
                    .add("nothing", null);
            requests.add(request);
        }
        List<String> ids = rejected.send(requests);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            // when the list and each of the letters is looked at, and edited
            tab.at("#/letters?kind=malformed");
            assertThat(tab.letters().first()).isVisible();
            for (int i = 0; i < ids.size(); i++) {
                tab.at("#/letters/" + ids.get(i));
                // then all of it is text
                assertThat(tab.page().locator(".columns")).containsText(shown.get(i));
                assertThat(tab.page().locator(".headers").first()).containsText(markup);
                assertThat(tab.page().locator(".headers").first()).containsText("<b onclick=");
                if (tab.button("Edit").isEnabled()) {
                    tab.press("Edit");
                    assertThat(tab.page().locator(".problems")).isVisible();
                }
            }
            assertThat(tab.page().evaluate("window.pwned === undefined")).isEqualTo(true);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void shouldShowTheSameLettersWhenAFilteredListIsReloaded() throws InterruptedException {
        // given a list narrowed by typing and choosing
        String word = word();
        rejected.sendTooEarly(word, 3);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("#/letters")) {
            tab.page().locator("[name=reason]").selectOption("NOT_FOUND");
            tab.page().locator("[name=text]").fill(word);
            tab.page().locator("[name=since]").selectOption("1h");
            assertThat(tab.letters()).hasCount(3);
            String address = tab.page().url();
            // when
            tab.page().reload();
            // then
            assertThat(tab.letters()).hasCount(3);
            assertThat(tab.page().locator("[name=text]")).hasValue(word);
            assertThat(tab.page().locator("[name=reason]")).hasValue("NOT_FOUND");
            assertThat(tab.page().locator("[name=since]")).hasValue("1h");
            assertThat(tab.page().url()).isEqualTo(address).contains("text=" + word, "reason=NOT_FOUND", "since=1h");
        }
    }

    @Test
    void shouldReplayByKeyboardAloneAndTellWhatEachKeyDoes() throws InterruptedException {
        // given
        String word = word();
        rejected.sendTooEarly(word, 3);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("")) {
            assertThat(tab.page().locator("h1")).isVisible();
            // when
            keys(tab, "?");
            assertThat(tab.dialog()).containsText("Search dead letters");
            keys(tab, "Escape");
            assertThat(tab.dialog()).hasCount(0);
            keys(tab, "2");
            assertThat(tab.letters().first()).isVisible();
            keys(tab, "/");
            tab.page().keyboard().type(word);
            assertThat(tab.letters()).hasCount(3);
            keys(tab, "Escape", "j", "x", "j", "j", "x", "k");
            // then the focus can be seen, and what is selected is what was meant
            assertThat(tab.page().evaluate("document.activeElement.matches('.letter > a:focus-visible')"))
                    .isEqualTo(true);
            assertThat(tab.page().locator(".letter.on")).hasCount(2);
            keys(tab, "Enter");
            assertThat(tab.page().locator("h1")).containsText("Not found at Altegio");
            keys(tab, "Escape");
            assertThat(tab.page().locator(".letter.on")).hasCount(2);
            keys(tab, "r");
            assertThat(tab.dialog()).containsText("Replay 2 bookings");
            assertThat(tab.dialog()).containsText("2 Not found at Altegio");
            tab.page().keyboard().type("by hand");
            keys(tab, "Enter");
            tab.awaitOutcome("2 Scheduled");
            assertThat(tab.page().locator(".facts")).containsText("by hand");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    /** If this fails, who uses no mouse cannot follow a link, discards by accident, or loses his place. */
    @Test
    void shouldFollowLinksByEnterKeepTheFocusAndDiscardNothingByAccident() throws InterruptedException {
        // given
        String word = word();
        String id = rejected.sendTooEarly(word, 1).get(0);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console).at("")) {
            // when a link of the first view has the focus, then Enter follows it
            tab.page().locator("main a[href*='letters']").first().focus();
            keys(tab, "Enter");
            assertThat(tab.letters().first()).isVisible();

            // when somebody presses d, and then Enter, nothing is discarded, and the focus is where it was
            tab.at("#/letters/" + id);
            assertThat(tab.page().locator("h1")).containsText("Not found at Altegio");
            tab.page().locator("main a[href], main button").first().focus();
            keys(tab, "d");
            assertThat(tab.dialog()).containsText("Discard 1 letter");
            keys(tab, "Enter");
            assertThat(tab.dialog()).hasCount(0);
            assertThat(tab.page().evaluate("document.activeElement.closest('main') !== null"))
                    .isEqualTo(true);
            assertThat(tab.page().locator("main")).not().containsText("Discarded by");

            // when keys of one character are turned off, then they do nothing
            keys(tab, "?");
            tab.dialog().locator("input[type=checkbox]").uncheck();
            keys(tab, "Escape");
            assertThat(tab.dialog()).hasCount(0);
            keys(tab, "3", "d");
            assertThat(tab.dialog()).hasCount(0);
            assertThat(tab.page().locator("h1")).containsText("Not found at Altegio");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void shouldFitAPhoneOnEveryView() throws InterruptedException {
        // given
        String word = word();
        String id = rejected.sendTooEarly(word, 1).get(0);
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console, 390)) {
            for (String view :
                    List.of("", "#/letters?text=" + word, "#/letters/" + id, "#/jobs", "#/audit", "#/routes")) {
                // when
                tab.at(view);
                assertThat(tab.page().locator("main h1, main .headline").first())
                        .isAttached();
                if (view.contains("text=")) {
                    tab.selectAll();
                    tab.press("Discard…");
                    assertThat(tab.dialog()).containsText("Discard 1 letter");
                }
                // then
                assertThat(tab.page().evaluate("document.documentElement.scrollWidth"))
                        .as(view)
                        .isEqualTo(390);
            }
        }
    }

    @Test
    void shouldWeighLessThan300KilobytesAndAskNobodyElse() {
        try (ConsoleTab tab = ConsoleTab.open(CHROMIUM.browser(), console)) {
            // when
            tab.page().navigate(console + "/");
            assertThat(tab.page().locator("main h1")).isVisible();
            // then
            int bytes = tab.answers().stream()
                    .filter(answer -> !answer.url().contains("/api/"))
                    .map(Response::body)
                    .mapToInt(body -> body.length)
                    .sum();
            assertThat(bytes).isBetween(20_000, 300_000);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void keys(ConsoleTab tab, String... keys) {
        for (String key : keys) {
            tab.page().keyboard().press(key);
        }
    }

    /** Returns a word that no other letter has. */
    private static String word() {
        return "w" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Counts how often each letter's request was written again. */
    private static Map<String, Long> replaysOf(List<String> ids) {
        return WrittenAgain.count(stage.settings(), ids);
    }
}
