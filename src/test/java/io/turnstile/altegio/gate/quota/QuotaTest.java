package io.turnstile.altegio.gate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.Operation;
import io.turnstile.altegio.gate.call.Priority;
import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    private final ManualClock clock = new ManualClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Quota quota = new Quota(new QuotaLimits(1, 0), QuotaShare.WHOLE, clock, clock);

    @AfterEach
    void stop() {
        quota.close();
        threads.shutdownNow();
    }

    @Test
    void shouldLetEveryLiveCallGoBeforeAnyReplayAndOthersInOrderWhenTheyWait() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(search(Priority.LIVE, 0));
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
        Quota.Place first = quota.take(search(Priority.LIVE, 0));
        waiting("search", search(Priority.LIVE, 1), order, 1);
        waiting("check of a replay", call("/x/check_for_activity", Priority.REPLAY, 1), order, 2);
        waiting("check", call("/x/check_for_activity", Priority.LIVE, 2), order, 3);

        first.close();
        pass(order, 3);
        assertThat(order).containsExactly("check", "search", "check of a replay");
    }

    /** Offsets are committed in order: else the first request of a partition holds back what is decided behind it. */
    @Test
    void shouldLetTheRequestGoFirstThatWasReadFirstWhenTheirCallsComeInAnotherOrder() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(search(Priority.LIVE, 1));
        waiting("third", search(Priority.LIVE, 3), order, 1);
        waiting("somebody's own", search(Priority.LIVE, Long.MAX_VALUE), order, 2);
        waiting("fourth", search(Priority.LIVE, 4), order, 3);
        waiting("second", search(Priority.LIVE, 2), order, 4);

        first.close();
        pass(order, 4);
        assertThat(order).containsExactly("second", "third", "somebody's own", "fourth");
    }

    /** Live calls go first, but for one place in ten: once, a replay waited for as long as live ones filled the quota. */
    @Test
    void shouldLetAReplayGoNowAndThenWhenLiveCallsFillTheQuota() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(search(Priority.LIVE, 0));
        waiting("replay 1", search(Priority.REPLAY, 1), order, 1);
        waiting("replay 2", search(Priority.REPLAY, 2), order, 2);
        for (int live = 1; live <= 20; live++) {
            waiting("live " + live, search(Priority.LIVE, 2 + live), order, 2 + live);
        }
        first.close();
        pass(order, 20);
        assertThat(order).startsWith("live 1", "live 2").hasSize(20);
        assertThat(order.indexOf("replay 1")).isEqualTo(9);
        assertThat(order.indexOf("replay 2")).isEqualTo(19);
    }

    @Test
    void shouldNotKeepOthersWaitingWhenOneClientHasManyCalls() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Quota.Place first = quota.take(search(Priority.LIVE, 0));
        for (int call = 1; call <= 30; call++) {
            waiting("flood", call("/x/search_for_activity", "/client/7", Priority.LIVE, call), order, call);
        }
        waiting("other 1", search(Priority.LIVE, 31), order, 31);
        waiting("other 2", search(Priority.LIVE, 32), order, 32);
        first.close();
        pass(order, 4);
        assertThat(order).containsExactly("flood", "other 1", "other 2", "flood");
    }

    /** With no quota of its own, a pipeline was once slowed for good: 1, 2, 4 ... 30 s, whatever passed in between. */
    @Test
    void shouldPauseShortlyAgainWhenACallWasAcceptedAndThereIsNoQuota() throws Exception {
        try (Quota unlimited = new Quota(QuotaLimits.NONE, QuotaShare.WHOLE, clock, clock)) {
            for (int time = 0; time < 6; time++) {
                unlimited.refused(Optional.empty(), clock.read());
                assertThat(unlimited.pause()).as("pause %d", time).isEqualTo(Duration.ofSeconds(1));
                clock.move(Duration.ofSeconds(2));
                assertThat(unlimited.pause()).isZero();
                unlimited.take(search(Priority.LIVE, time)).close();
                unlimited.accepted(clock.read());
                clock.move(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void shouldKeepNoPlaceWhenTheJournalFailsAsACallStarts() {
        AtomicReference<Error> next = new AtomicReference<>(new InternalError("a fault in a mapped file"));
        QuotaWindows windows = windowsThatTell(new CallLog() {
            @Override
            public void started() {
                failOnce(next);
            }

            @Override
            public void ended(long at) {}

            @Override
            public void filled(int places, long at) {}
        });
        assertThatThrownBy(windows::start).isInstanceOf(InternalError.class);
        assertThat(windows.waitFor(clock.read())).isZero();
    }

    @Test
    void shouldCountACallAsEndedWhenTheJournalFailsAsItEnds() {
        AtomicReference<Error> next = new AtomicReference<>(new InternalError("a fault in a mapped file"));
        QuotaWindows windows = windowsThatTell(new CallLog() {
            @Override
            public void started() {}

            @Override
            public void ended(long at) {
                failOnce(next);
            }

            @Override
            public void filled(int places, long at) {}
        });
        windows.start();
        assertThatThrownBy(() -> windows.end(clock.read())).isInstanceOf(InternalError.class);
        assertThat(windows.waitFor(clock.read())).isPositive();
        clock.move(Duration.ofSeconds(61));
        assertThat(windows.waitFor(clock.read())).isZero();
    }

    private QuotaWindows windowsThatTell(CallLog log) {
        return new QuotaWindows(new QuotaLimits(1, 1), QuotaShare.WHOLE, clock, log);
    }

    private static void failOnce(AtomicReference<Error> next) {
        Error error = next.getAndSet(null);
        if (error != null) {
            throw error;
        }
    }

    @Test
    void shouldReleaseAWaiterWhenTheQuotaIsClosed() throws Exception {
        quota.take(search(Priority.LIVE, 0));
        Future<Quota.Place> waiting = threads.submit(() -> quota.take(search(Priority.LIVE, 0)));
        Awaitility.await().until(() -> quota.waiting() == 1);
        quota.close();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(GateClosedException.class);
    }

    @Test
    void shouldLetTheNextGoWhenTheFirstInLineIsInterrupted() throws Exception {
        Quota.Place first = quota.take(search(Priority.LIVE, 0));
        Future<Quota.Place> interrupted = threads.submit(() -> quota.take(search(Priority.LIVE, 0)));
        Awaitility.await().until(() -> quota.waiting() == 1);
        Future<Quota.Place> next = threads.submit(() -> quota.take(search(Priority.LIVE, 0)));
        Awaitility.await().until(() -> quota.waiting() == 2);

        interrupted.cancel(true);
        Awaitility.await().until(() -> quota.waiting() == 1);
        first.close();
        clock.move(Duration.ofSeconds(2));
        quota.share(QuotaShare.WHOLE, Duration.ZERO);

        assertThat(next.get()).isNotNull();
    }

    /** A process that was stopped between the two made the call with a part of the quota that was another's by then. */
    @ParameterizedTest
    @CsvSource({
        "0;1, 0;1, 60000, true",
        "0;1, 0, 100, true",
        "0;1, 0, 300, false",
        "0, 0;1, 300, true",
        "0, 0, 20300, false"
    })
    void shouldSendACallThatWasHeldUpOnlyWhenItsPartOfTheQuotaIsStillThere(
            String before, String then, long heldUpMillis, boolean sent) throws Exception {
        clock.move(Duration.ofSeconds(before.equals("0") ? 14 : 0));
        try (Quota shared = new Quota(new QuotaLimits(1, 0), half(before), clock, clock)) {
            Quota.Place place = shared.take(search(Priority.LIVE, 0));
            clock.move(Duration.ofMillis(heldUpMillis));
            shared.share(half(then));
            assertThat(place.isValid()).isEqualTo(sent);
        }
    }

    private static QuotaShare half(String owned) {
        return new QuotaShare(
                Arrays.stream(owned.split(";")).map(Integer::valueOf).collect(Collectors.toSet()), 2);
    }

    @Test
    void shouldShowWhatWasUsedWhenAsked() throws Exception {
        quota.take(search(Priority.LIVE, 0)).close();
        clock.move(Duration.ofSeconds(2));
        quota.take(search(Priority.LIVE, 0)).close();
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
        waiting(name, search(priority, 0), order, place);
    }

    private void waiting(String name, Call call, List<String> order, int place) {
        threads.submit(() -> {
            try (Quota.Place taken = quota.take(call)) {
                order.add(taken == null ? "nothing" : name);
            }
            return null;
        });
        Awaitility.await().until(() -> quota.waiting() == place);
    }

    private static Call search(Priority priority, long turn) {
        return call("/x/search_for_activity", priority, turn);
    }

    private static Call call(String path, Priority priority, long turn) {
        return call(path, path + " of " + turn, priority, turn);
    }

    private static Call call(String path, String subject, Priority priority, long turn) {
        return new Call("GET", path, Operation.of(path), subject, priority, turn, OptionalLong.empty());
    }
}
