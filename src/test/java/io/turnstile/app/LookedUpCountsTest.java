package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If this fails, a search that takes long keeps metrics from being read, and alerts say that the process is gone. */
class LookedUpCountsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Integer> SOME = Map.of("NOT_FOUND", 3);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldAnswerThoughTheIndexDoesNot() {
        CountDownLatch free = new CountDownLatch(1);
        LookedUpCounts<Integer> counts = counts(() -> {
            await(free);
            return Optional.of(SOME);
        });

        // when all meters of a scrape ask, then none waits for the index
        for (int i = 0; i < 100; i++) {
            assertThat(assertTimeoutPreemptively(PATIENCE, counts::now)).isEmpty();
        }
        free.countDown();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts.now())
                .contains(SOME));
    }

    @Test
    void shouldShowWhatItKnewForAMinuteAndThenNothing() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        LookedUpCounts<Integer> counts = counts(() -> {
            if (looks.incrementAndGet() > 1) {
                await(never);
            }
            return Optional.of(SOME);
        });
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts.now())
                .contains(SOME));

        pass(Duration.ofSeconds(30));
        assertThat(counts.now()).contains(SOME);
        pass(Duration.ofSeconds(90));
        assertThat(counts.now()).isEmpty();
    }

    @Test
    void shouldLookOnceForAllMetersOfAScrapeAndAgainForTheNext() {
        AtomicInteger looks = new AtomicInteger();
        LookedUpCounts<Integer> counts = counts(() -> Optional.of(Map.of("NOT_FOUND", looks.incrementAndGet())));
        Awaitility.await().atMost(PATIENCE).until(() -> counts.now().isPresent());
        for (int i = 0; i < 10; i++) {
            assertThat(counts.now()).contains(Map.of("NOT_FOUND", 1));
        }
        pass(Duration.ofSeconds(3));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts.now())
                .contains(Map.of("NOT_FOUND", 2)));
    }

    @Test
    void shouldKnowNothingWhenALookFails() {
        LookedUpCounts<Integer> counts = counts(() -> {
            throw new IllegalStateException("closed");
        });

        assertThat(counts.now()).isEmpty();
    }

    private LookedUpCounts<Integer> counts(java.util.function.Supplier<Optional<Map<String, Integer>>> look) {
        return new LookedUpCounts<>(look, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
