package io.turnstile.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnstile.endtoend.fixture.ManualClock;
import io.turnstile.simulator.ApiClient;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.api.ApiOperation;
import io.turnstile.simulator.stats.RecordedCall;
import io.turnstile.simulator.stats.SimulatorStats;
import io.turnstile.simulator.world.Dice;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault does what it says: otherwise a test of Turnstile under that fault proves nothing. */
class SimulatorFaultsTest {
    private static final String TYPES = "/company/720441/loyalty/abonement_types/search";

    private final ManualClock clock = new ManualClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withClock(clock));
    private final ApiClient client = new ApiClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldAnswer429AndCountItWhenTheQuotaIsUsedUp() throws Exception {
        simulator.faults().set(Faults.none().withQuota(new SimulatedQuota(0, 3, RetryAfterStyle.ABSENT)));
        for (int i = 0; i < 3; i++) {
            assertThat(client.get(TYPES).status()).isEqualTo(200);
        }

        ApiClient.Reply reply = client.get(TYPES);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.response().headers().firstValue("Retry-After")).isEmpty();
        assertThat(simulator.stats().snapshot().violations()).isEqualTo(1);
        assertThat(simulator.stats().snapshot().count(ApiOperation.TYPES, 429)).isEqualTo(1);
        assertThat(simulator.stats().snapshot().maxPerMinute()).isEqualTo(4);
    }

    @Test
    void shouldSayWhenToComeBackWhenRetryAfterIsWanted() throws Exception {
        simulator.faults().set(Faults.none().withQuota(new SimulatedQuota(0, 1, RetryAfterStyle.SECONDS)));
        client.get(TYPES);
        String seconds = retryAfter(client.get(TYPES));
        simulator.faults().set(Faults.none().withQuota(new SimulatedQuota(0, 1, RetryAfterStyle.DATE)));
        client.get(TYPES);
        String date = retryAfter(client.get(TYPES));

        assertThat(Integer.parseInt(seconds)).isBetween(50, 60);
        Instant when =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(when)
                .isBetween(clock.instant().plusSeconds(50), clock.instant().plusSeconds(61));
    }

    @Test
    void shouldKeepManyAnswersBackWithAHandfulOfThreadsWhenLatencyIsLong() throws Exception {
        simulator.faults().set(Faults.none().withLatency(Latency.fixed(Duration.ofMillis(700))));
        long start = System.nanoTime();

        List<CompletableFuture<ApiClient.Reply>> replies =
                IntStream.range(0, 250).mapToObj(i -> client.getAsync(TYPES)).toList();
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get();

        assertThat(replies).allSatisfy(reply -> assertThat(reply.get().status()).isEqualTo(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        assertThat(simulator.stats().snapshot().maxInFlight()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void shouldSpreadLatencyAndGiveSomeATailWhenAskedTo() {
        Latency latency =
                Latency.uniform(Duration.ofMillis(50), Duration.ofMillis(200)).withTail(0.01, Duration.ofSeconds(10));
        Dice dice = new Dice(1);

        List<Duration> rolled =
                IntStream.range(0, 10_000).mapToObj(i -> latency.roll(dice, i)).toList();

        assertThat(rolled.stream().filter(Duration.ofSeconds(10)::equals).count())
                .isBetween(60L, 140L);
        assertThat(rolled).allMatch(d -> d.toMillis() >= 50 && (d.toMillis() < 200 || d.toSeconds() == 10));
        assertThat(rolled.stream().filter(d -> d.toMillis() < 125).count()).isBetween(4500L, 5500L);
    }

    @Test
    void shouldFailAsManyCallsAsTheRatioSaysWhenErrorsAreWanted() throws Exception {
        simulator.faults().set(Faults.none().withErrors(0.3, 502));
        for (int i = 0; i < 300; i++) {
            client.get(TYPES);
        }

        assertThat(simulator.stats().snapshot().count(ApiOperation.TYPES, 502)).isBetween(60L, 120L);
        assertThat(simulator.stats().snapshot().count(ApiOperation.TYPES, 200)).isBetween(180L, 240L);
    }

    @Test
    void shouldFailOneClientForEverAndNoOtherWhenItIsNamed() throws Exception {
        simulator.faults().set(Faults.none().withFailingClients(Map.of(146000005L, 500)));

        for (int i = 0; i < 5; i++) {
            ApiClient.Reply reply = client.search(720441, 146000005, 12345);
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body().path("meta").isContainerNode()).isTrue();
            assertThat(reply.body().path("meta")).isEmpty();
        }
        assertThat(client.search(720441, 146000006, 12345).status()).isEqualTo(200);
    }

    @Test
    void shouldSendABodyThatIsNotJsonWhenBroken() throws Exception {
        simulator.faults().set(Faults.none().withBrokenJson(1));

        ApiClient.Reply reply = client.get(TYPES);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().body()).startsWith("{\"success\":true").doesNotEndWith("}}");
        assertThat(reply.body()).isNull();
    }

    @Test
    void shouldBreakOffInTheMiddleWhenTruncated() {
        simulator.faults().set(Faults.none().withTruncated(1));

        assertThatThrownBy(() -> client.get(TYPES))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("fixed content-length");
    }

    @Test
    void shouldNeverAnswerWhenHanging() {
        simulator.faults().set(Faults.none().withHanging(1));

        CompletableFuture<ApiClient.Reply> hanging = client.getAsync(TYPES);
        await().until(() -> simulator.stats().snapshot().count(ApiOperation.TYPES, SimulatorStats.NEVER) == 1);
        assertThatThrownBy(() -> client.send(
                        client.request(TYPES).timeout(Duration.ofMillis(300)).build()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(hanging).isNotDone();
    }

    @Test
    void shouldRefuseConnectionsAndComeBackOnTheSamePortWhenTheOutageIsOver() throws Exception {
        client.get(TYPES);
        int port = simulator.port();

        simulator.outages().start(new Outage(OutageMode.REFUSED, Duration.ofMinutes(5)));

        assertThatThrownBy(() -> client.get(TYPES)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ApiClient(simulator).get(TYPES)).isInstanceOf(IOException.class);
        simulator.outages().end();
        await().ignoreExceptions().until(() -> client.get(TYPES).status() == 200);
        assertThat(simulator.port()).isEqualTo(port);

        // and by itself, when its time is over
        simulator.outages().start(new Outage(OutageMode.REFUSED, Duration.ofMillis(500)));
        await().ignoreExceptions().until(() -> client.get(TYPES).status() == 200);
        assertThat(simulator.port()).isEqualTo(port);
        assertThat(simulator.outages().current()).isEmpty();
    }

    @Test
    void shouldCutCallsInFlightWhenConnectionsAreRefused() {
        simulator.faults().set(Faults.none().withLatency(Latency.fixed(Duration.ofMinutes(5))));
        CompletableFuture<ApiClient.Reply> waiting = client.getAsync(TYPES);
        await().until(() -> simulator.stats().snapshot().calls() == 1);

        simulator.outages().start(new Outage(OutageMode.REFUSED, Duration.ofMinutes(5)));

        await().until(waiting::isCompletedExceptionally);
    }

    @Test
    void shouldAnswer503UntilItIsEndedWhenUnavailable() throws Exception {
        simulator.outages().start(new Outage(OutageMode.UNAVAILABLE, Duration.ofMinutes(1)));
        assertThat(client.get(TYPES).status()).isEqualTo(503);

        simulator.outages().end();

        assertThat(client.get(TYPES).status()).isEqualTo(200);
    }

    @Test
    void shouldAnswerOnlyWhenItIsOverWhenAnOutageHangs() throws Exception {
        simulator.faults().set(Faults.none().withLatency(Latency.fixed(Duration.ofMillis(50))));
        simulator.outages().start(new Outage(OutageMode.HANGING, Duration.ofMinutes(1)));
        CompletableFuture<ApiClient.Reply> waiting = client.getAsync(TYPES);
        await().until(() -> simulator.stats().snapshot().maxInFlight() == 1);
        assertThat(simulator.stats().snapshot().calls()).isZero();
        assertThat(waiting).isNotDone();

        simulator.outages().end();

        assertThat(waiting.get().status()).isEqualTo(200);
    }

    @Test
    void shouldGiveTheSameFaultsToTheSameCallsWhenTheSeedIsTheSame() throws Exception {
        Faults half = Faults.none().withErrors(0.5, 500);
        try (Simulator one =
                        Simulator.start(SimulatorOptions.defaults().withSeed(9).withFaults(half));
                Simulator other =
                        Simulator.start(SimulatorOptions.defaults().withSeed(9).withFaults(half))) {
            assertThat(statuses(one)).isEqualTo(statuses(other)).contains(200, 500);
        }
    }

    private static List<Integer> statuses(Simulator simulator) throws Exception {
        ApiClient client = new ApiClient(simulator);
        for (int i = 0; i < 40; i++) {
            client.get(TYPES);
        }
        return simulator.stats().snapshot().lastCalls().stream()
                .map(RecordedCall::status)
                .toList();
    }

    private static String retryAfter(ApiClient.Reply reply) {
        assertThat(reply.status()).isEqualTo(429);
        return reply.response().headers().firstValue("Retry-After").orElseThrow();
    }
}
