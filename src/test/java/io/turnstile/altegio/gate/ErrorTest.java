package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.altegio.gate.breaker.Breaker;
import io.turnstile.altegio.gate.breaker.GateState;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.breaker.PauseReason;
import io.turnstile.altegio.gate.breaker.RecentCalls;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Priority;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If one of these fails, an {@code Error} in one call takes a place, a connection or a thread away for good. */
class ErrorTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ManualClock clock = new ManualClock();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, NoClassDefFoundError.class})
    void shouldGiveBackPlaceAndConnectionWhenAnErrorEndsACall(Class<? extends Error> kind) throws Exception {
        AtomicReference<Error> next =
                new AtomicReference<>(kind.getConstructor().newInstance());
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(altegio);
                Gate gate = new Gate(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, new QuotaLimits(1, 0)));
                CloseableHttpClient client = oneConnection(gate, next)) {
            assertThatThrownBy(() -> client.execute(rig.search(1), response -> response.getCode()))
                    .isInstanceOf(kind);
            assertThat(rig.later(() -> client.execute(rig.search(2), response -> response.getCode()))
                            .get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(200);
        }
    }

    private static CloseableHttpClient oneConnection(Gate gate, AtomicReference<Error> next) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(1)
                        .setMaxConnTotal(1)
                        .build())
                .addExecInterceptorLast("breaks", (request, scope, chain) -> {
                    Error error = next.getAndSet(null);
                    if (error != null) {
                        throw error;
                    }
                    return chain.proceed(request, scope);
                });
        new GateConfigurer(gate).configureHttpClient(builder);
        return builder.build();
    }

    @Test
    void shouldGiveBackTheConnectionWhenAnErrorComesBetweenConnectingAndSending() throws Exception {
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(altegio);
                Gate gate = new Gate(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, new QuotaLimits(1, 0)));
                CloseableHttpClient client = oneConnection(gate, new AtomicReference<>())) {
            AtomicReference<Error> next = new AtomicReference<>(new OutOfMemoryError("of a test"));
            gate.metrics().bindTo(new FailingMeters(next));
            assertThatThrownBy(() -> client.execute(rig.search(1), response -> response.getCode()))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(rig.later(() -> client.execute(rig.search(2), response -> response.getCode()))
                            .get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldLetThoseWhoShareItMakeTheirOwnCallWhenAnErrorEndsIt() throws Exception {
        SharedCalls shared = new SharedCalls(new GateMetrics(clock), clock);
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        Future<BufferedResponse> maker = threads.submit(() -> shared.answer(search(), call -> {
            waiting.countDown();
            fails.await();
            throw new OutOfMemoryError("a huge answer");
        }));
        waiting.await();
        Future<BufferedResponse> other = threads.submit(() -> shared.answer(
                search(), call -> new BufferedResponse(200, "OK", List.of(), null, new byte[0], call.sent(200))));
        fails.countDown();
        assertThat(other.get(SOON.toSeconds(), TimeUnit.SECONDS).sentAt()).isEqualTo(200);
        assertThatThrownBy(maker::get).hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldWakeThoseWhoWaitWhenAListenerFailsAsTheGateGoesOn() throws Exception {
        GateState state = new GateState(clock, clock);
        Breaker breaker = new Breaker(state, new RecentCalls(), clock);
        breaker.hold(new PauseReason(GateStatus.Reason.NOT_ANSWERING, "away", null, Duration.ofHours(1)));
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Future<?> waits = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            breaker.await(hold -> hold);
            return null;
        });
        Awaitility.await().until(() -> waiter.get() != null && waiter.get().getState() == Thread.State.TIMED_WAITING);
        state.listen(status -> {
            throw new NoClassDefFoundError("in a listener");
        });
        clock.move(Duration.ofHours(2));
        assertThatThrownBy(() -> breaker.await(hold -> null)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(waits.get(SOON.toSeconds(), TimeUnit.SECONDS)).isNull();
    }

    private static Call search() {
        return Call.of(
                "GET",
                "/company/720441/client/146915197/loyalty/abonements/search_for_activity?event_id=12345",
                Priority.LIVE,
                OptionalLong.of(100));
    }
}
