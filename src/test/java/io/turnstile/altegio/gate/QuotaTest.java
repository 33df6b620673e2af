package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private final HandClock clock = new HandClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Quota quota = new Quota(new QuotaLimits(1, 0), Share.WHOLE, clock, clock);

    @AfterEach
    void stop() {
        quota.close();
        threads.shutdownNow();
    }

    @Test
    void shouldLetEveryLiveCallGoBeforeAnyReplayAndOthersInOrderWhenTheyWait() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(Priority.LIVE);
        waiting("replay", Priority.REPLAY, order, 1);
        waiting("live 1", Priority.LIVE, order, 2);
        waiting("live 2", Priority.LIVE, order, 3);

        first.close();
        pass(order, 3);
        assertThat(order).containsExactly("live 1", "live 2", "replay");
    }

    @Test
    void shouldFinishABookingBeforeAnotherIsBegunWhenBothWait() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(Priority.LIVE);
        waiting("search", Priority.LIVE, Operation.SEARCH_FOR_ACTIVITY, order, 1);
        waiting("check of a replay", Priority.REPLAY, Operation.CHECK_FOR_ACTIVITY, order, 2);
        waiting("check", Priority.LIVE, Operation.CHECK_FOR_ACTIVITY, order, 3);

        first.close();
        pass(order, 3);
        assertThat(order).containsExactly("check", "search", "check of a replay");
    }

    @Test
    void shouldReleaseAWaiterWhenTheQuotaIsClosed() throws Exception {
        quota.take(Priority.LIVE);
        Future<Quota.Place> waiting = threads.submit(() -> quota.take(Priority.LIVE));
        Awaitility.await().until(() -> quota.waiting() == 1);
        quota.close();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(GateClosedException.class);
    }

    @Test
    void shouldLetTheNextGoWhenTheFirstInLineIsInterrupted() throws Exception {
        Quota.Place first = quota.take(Priority.LIVE);
        Future<Quota.Place> interrupted = threads.submit(() -> quota.take(Priority.LIVE));
        Awaitility.await().until(() -> quota.waiting() == 1);
        Future<Quota.Place> next = threads.submit(() -> quota.take(Priority.LIVE));
        Awaitility.await().until(() -> quota.waiting() == 2);

        interrupted.cancel(true);
        Awaitility.await().until(() -> quota.waiting() == 1);
        first.close();
        clock.move(Duration.ofSeconds(2));
        quota.share(Share.WHOLE, Duration.ZERO);

        assertThat(next.get()).isNotNull();
    }

    @Test
    void shouldShowWhatWasUsedWhenAsked() throws Exception {
        quota.take(Priority.LIVE).close();
        clock.move(Duration.ofSeconds(2));
        quota.take(Priority.LIVE).close();
        assertThat(quota.usedLastSecond()).isEqualTo(1);
        assertThat(quota.usedLastMinute()).isEqualTo(2);
        clock.move(Duration.ofSeconds(60));
        assertThat(quota.usedLastMinute()).isZero();
    }

    private void pass(List<String> order, int calls) {
        for (int passed = 1; passed <= calls; passed++) {
            clock.move(Duration.ofMillis(1_021));
            int expected = passed;
            // A signal, since hand-moved time wakes nobody.
            Awaitility.await().until(() -> {
                quota.refused(Optional.of(Duration.ZERO), clock.read());
                return order.size() == expected;
            });
        }
    }

    private void waiting(String name, Priority priority, List<String> order, int place) {
        waiting(name, priority, Operation.SEARCH_FOR_ACTIVITY, order, place);
    }

    private void waiting(String name, Priority priority, Operation operation, List<String> order, int place) {
        threads.submit(() -> {
            try (Quota.Place taken = quota.take(priority, operation)) {
                order.add(taken == null ? "nothing" : name);
            }
            return null;
        });
        Awaitility.await().until(() -> quota.waiting() == place);
    }
}
