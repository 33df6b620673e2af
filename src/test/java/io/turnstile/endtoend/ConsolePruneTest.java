package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.turnstile.endtoend.fixture.Chromium;
import io.turnstile.endtoend.fixture.ConsoleTab;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, resolved letters cannot be deleted, or more than those go: what is deleted is gone for good. */
class ConsolePruneTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDeleteResolvedLettersForGoodAndShowThoseThatAreLeft() throws InterruptedException {
        // given three letters of one partition
        byte[] key = PipelineFixture.utf8("one partition");
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
                ConsoleTab tab = ConsoleTab.open(
                        CHROMIUM.browser(), stage.startPipeline().address())) {
            List<String> ids = stage.sendAll(IntStream.range(0, 3)
                    .mapToObj(i -> stage.request(key, PipelineFixture.utf8("no booking " + i)))
                    .toList());
            stage.awaitDecided(ids, 3, Duration.ofSeconds(120));
            tab.at("#/letters");
            assertThat(tab.letters()).hasCount(3);
            // when the older two are discarded, and deleted
            for (int old = 2; old >= 1; old--) {
                tab.letters().nth(old).locator("input").check();
            }
            tab.press("Discard…");
            tab.order("Ana", "sent twice", "Discard 2 letters");
            tab.at("#/letters?status=discarded");
            assertThat(tab.letters()).hasCount(2);
            tab.press("Delete from Kafka");
            assertThat(tab.dialog()).containsText("for good");
            tab.order("Ana", "older than we keep", "Delete for good");
            // then they are gone, and the open one is still there
            assertThat(tab.dialog()).containsText("deleted");
            tab.press("Close");
            assertThat(tab.letters()).hasCount(0);
            tab.at("#/letters");
            assertThat(tab.letters()).hasCount(1);
            tab.at("#/audit");
            assertThat(tab.page().locator("main")).containsText("older than we keep");
            // and each line of a job names it, as commands take it
            Locator line = tab.page().locator(".audit li", new Page.LocatorOptions().setHasText("sent twice"));
            assertThat(line).containsText("job ");
            String job = line.locator("a").getAttribute("href").replace("#/jobs/", "");
            assertThat(line).containsText("job " + job);
            line.locator("a").click();
            assertThat(tab.page().locator("main")).containsText(job);
            assertThat(tab.complaints()).isEmpty();
        }
    }
}
