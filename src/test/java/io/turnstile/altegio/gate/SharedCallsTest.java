package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Priority;
import io.turnstile.endtoend.fixture.ManualClock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If these fail, a booking is decided on what was true before it was asked for; or each costs more calls than it must. */
class SharedCallsTest {

    private final ManualClock clock = new ManualClock();
    private final SharedCalls shared = new SharedCalls(new GateMetrics(clock), clock);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void shouldNeverDecideARequestOnAnAnswerAskedForBeforeItWasRead() throws Exception {
        assertThat(shared.answer(readAt(100), flight -> made(flight.sent(200))).sentAt())
                .isEqualTo(200);
        assertThat(shared.answer(readAt(201), flight -> made(flight.sent(300))).sentAt())
                .isEqualTo(300);
        assertThat(shared.answer(readAt(200), flight -> made(flight.sent(400))).sentAt())
                .isEqualTo(300);
        // At the same time nobody knows which came first.
        assertThat(shared.answer(readAt(300), flight -> made(flight.sent(500))).sentAt())
                .isEqualTo(500);
        assertThat(made).hasValue(3);
    }

    @Test
    void shouldMakeItsOwnCallWhenTheOneUnderWayWasSentBeforeTheRequestWasRead() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Future<BufferedResponse> first = threads.submit(() -> shared.answer(readAt(100), flight -> {
            flight.sent(200);
            sent.countDown();
            answer.await();
            return made(200);
        }));
        sent.await();
        Future<BufferedResponse> early =
                threads.submit(() -> shared.answer(readAt(150), flight -> made(flight.sent(999))));
        assertThat(shared.answer(readAt(250), flight -> made(flight.sent(300))).sentAt())
                .isEqualTo(300);
        answer.countDown();
        assertThat(first.get().sentAt()).isEqualTo(200);
        assertThat(early.get().sentAt()).isIn(200L, 300L);
    }

    @Test
    void shouldJoinACallThatWasNotSentYetWhenTheRequestWasReadLater() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch quota = new CountDownLatch(1);
        Future<BufferedResponse> first = threads.submit(() -> shared.answer(readAt(100), flight -> {
            waiting.countDown();
            quota.await();
            return made(flight.sent(400));
        }));
        waiting.await();
        Future<BufferedResponse> second =
                threads.submit(() -> shared.answer(readAt(300), flight -> made(flight.sent(999))));
        quota.countDown();
        assertThat(List.of(first.get().sentAt(), second.get().sentAt())).containsOnly(400L);
        assertThat(made).hasValue(1);
    }

    @Test
    void shouldMakeTheCallForTheOthersWhenItsMakerIsInterrupted() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Future<BufferedResponse> maker = threads.submit(() -> shared.answer(readAt(100), flight -> {
            waiting.countDown();
            new CountDownLatch(1).await();
            return made(0);
        }));
        waiting.await();
        AtomicReference<Thread> joiner = new AtomicReference<>();
        Future<BufferedResponse> other = threads.submit(() -> {
            joiner.set(Thread.currentThread());
            return shared.answer(readAt(100), flight -> made(flight.sent(200)));
        });
        Awaitility.await().until(() -> joiner.get() != null && joiner.get().getState() == Thread.State.WAITING);
        maker.cancel(true);
        assertThat(other.get(1, TimeUnit.MINUTES).sentAt()).isEqualTo(200);
    }

    @Test
    void shouldShareNothingWhenTheRequestDoesNotSayWhenItWasRead() throws Exception {
        Call call = Call.of("GET", "/company/1", Priority.LIVE, OptionalLong.empty());
        shared.answer(call, flight -> made(100));
        shared.answer(call, flight -> made(200));
        assertThat(made).hasValue(2);
    }

    @Test
    void shouldNotKeepAnAnswerWhenItIsAFault() throws Exception {
        shared.answer(readAt(100), flight -> answer(500, flight.sent(200)));
        assertThat(shared.answer(readAt(100), flight -> made(flight.sent(300))).sentAt())
                .isEqualTo(300);
    }

    private static Call readAt(long millis) {
        return Call.of(
                "GET",
                "/company/720441/client/146915197/loyalty/abonements/search_for_activity?event_id=12345",
                Priority.LIVE,
                OptionalLong.of(millis));
    }

    private BufferedResponse made(long sentAt) {
        made.incrementAndGet();
        return answer(200, sentAt);
    }

    private static BufferedResponse answer(int status, long sentAt) {
        return new BufferedResponse(
                status,
                "OK",
                List.of(),
                null,
                "{\"data\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                sentAt);
    }
}
