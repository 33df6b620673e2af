package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.http.HealthResult;
import io.turnstile.kafka.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** If this fails, a stuck thread looks well for ever, or a process that was only stopped for a while is killed for it. */
class ThreadWatchTest {

    private final Heartbeat letters = new Heartbeat("dead-letter-feed", Duration.ofSeconds(3));
    private final Heartbeat jobs = new Heartbeat("jobs-runner", Duration.ofSeconds(60));
    private final List<Heartbeat> all = new ArrayList<>(List.of(letters, jobs));
    private final ThreadWatch watch = new ThreadWatch(() -> all);

    @Test
    void shouldBeDownWithItsNameWhenAThreadShowsNoSignForItsBound() {
        letters.beat();
        jobs.beat();
        look(3);
        assertThat(watch.live()).extracting(HealthResult::status).containsOnly(HealthResult.Status.UP);

        look(1);

        assertThat(watch.live())
                .filteredOn(each -> !each.isUp())
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("dead-letter-feed");
                    assertThat(check.detail()).contains("dead or stuck", "3 s");
                });
    }

    @Test
    void shouldBeUpAgainWhenTheThreadWorksAgain() {
        letters.beat();
        look(10);
        assertThat(watch.live()).anyMatch(each -> !each.isUp());

        letters.beat();
        look(1);

        assertThat(watch.live()).allMatch(HealthResult::isUp);
    }

    @Test
    void shouldNotBlameAThreadThatHasNotBegunOrThatBeatsNowAndThen() {
        for (int i = 0; i < 20; i++) {
            letters.beat();
            look(2);
        }

        assertThat(watch.live()).allMatch(HealthResult::isUp);
    }

    /** What is measured is how often the watch itself looked: a process that stands still as a whole does not look either. */
    @Test
    void shouldBlameNoThreadForTimeInWhichTheWholeProcessStoodStill() {
        letters.beat();
        look(1);

        // Hours may have passed between two looks: SIGSTOP and SIGCONT, or a laptop that slept.
        look(1);

        assertThat(watch.live()).allMatch(HealthResult::isUp);
    }

    @Test
    void shouldWatchThreadsThatAreAddedLater() {
        Heartbeat consumer = new Heartbeat("studio-requests-0", Duration.ofSeconds(2));
        all.add(consumer);
        consumer.beat();

        look(3);

        assertThat(watch.live())
                .filteredOn(each -> !each.isUp())
                .extracting(HealthResult::name)
                .contains("studio-requests-0");
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }
}
