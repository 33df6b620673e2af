package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If one of these fails, requests that fail for themselves alone stop everybody's bookings. */
class OwnFaultsTest {

    private static final int IN_FLIGHT = 64;
    private static final int BAD = 1_000_000;

    private final List<GateStatus> changes = new CopyOnWriteArrayList<>();
    private final CountDownLatch forEver = new CountDownLatch(1);
    private AltegioStub altegio;
    private GateRig rig;

    @BeforeEach
    void start() throws Exception {
        altegio = new AltegioStub();
        rig = new GateRig(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, QuotaLimits.NONE)
                .withTimeout(Duration.ofMillis(500)));
        rig.gate.onChange(changes::add);
    }

    @AfterEach
    void stop() throws Exception {
        forEver.countDown();
        rig.close();
        altegio.close();
    }

    /** When a backlog drains, what is left is mostly what fails. */
    @Test
    void shouldNeverHoldWhenFiveHundredClientsFailInDifferentWaysAndNobodyElseCalls() throws Exception {
        rig.get(rig.search(1));
        altegio.answers(this::answer);
        long begun = System.nanoTime();

        assertThat(failures(callAll(500))).isEqualTo(500);
        assertThat(altegio.count("/client/1/")).as("a probe a second").isLessThan(seconds(begun) + 3);
        assertThat(altegio.seen.size()).as("two tries each, and probes").isLessThan(2 * 500 + 100);
        int before = altegio.seen.size();

        assertThat(failures(callAll(500))).isEqualTo(500);
        assertThat(altegio.seen.size() - before)
                .as("one try each, since they just failed, and probes")
                .isLessThan(500 + 100);
        System.out.printf("500 clients that fail, twice: %d s%n", seconds(begun));
        assertThat(changes).isEmpty();
    }

    @Test
    void shouldNeverHoldWhenAllThatEverCalledFailForThemselves() throws Exception {
        altegio.answers(this::answer);
        assertThat(failures(callAll(100))).isEqualTo(100);
        assertThat(changes).isEmpty();
        assertThat(altegio.seen)
                .as("nobody's client is asked for, but those of the requests")
                .allMatch(call ->
                        call.target().contains("/client/0/") || call.target().contains("/client/" + BAD / 1000));
    }

    @Test
    void shouldNotHoldWhenTheCallThatWasAnsweredBeforeHasGoneBadToo() throws Exception {
        rig.get(rig.search(1));
        rig.get(rig.search(2));
        altegio.answers(call -> call.target().contains("/client/2/") ? AltegioStub.reply(500) : answer(call));
        assertThat(failures(callAll(30))).isEqualTo(30);
        assertThat(changes).isEmpty();
    }

    @Test
    void shouldGetOneTryUntilItSucceedsWhenAClientJustFailed() throws Exception {
        rig.get(rig.search(1));
        altegio.answers(this::answer);
        rig.get(rig.search(BAD));
        long tries = altegio.count("/client/" + BAD + "/");
        rig.get(rig.search(BAD));
        assertThat(altegio.count("/client/" + BAD + "/") - tries).isEqualTo(1);

        altegio.answers(call -> AltegioStub.SEARCH);
        rig.get(rig.search(BAD));
        altegio.answers(this::answer);
        tries = altegio.count("/client/" + BAD + "/");
        rig.get(rig.search(BAD));
        assertThat(altegio.count("/client/" + BAD + "/") - tries).isEqualTo(4);
    }

    @Test
    void shouldHoldAndTurnNobodyAwayWhenClientsThatFailedAloneMeetAnOutage() throws Exception {
        rig.get(rig.search(1));
        altegio.answers(this::answer);
        rig.get(rig.search(BAD));
        // What was answered within the last second still counts.
        long begun = System.nanoTime();
        Awaitility.await().until(() -> seconds(begun) > 1);

        altegio.answers(call -> AltegioStub.reply(503));
        Future<GateRig.Result> one = rig.later(rig.search(BAD));
        Future<GateRig.Result> other = rig.later(rig.search(BAD + 6));
        Awaitility.await().until(() -> rig.gate.status().isHolding());
        altegio.answers(call -> AltegioStub.SEARCH);
        assertThat(one.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(other.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private AltegioStub.Reply answer(AltegioStub.Seen call) throws InterruptedException {
        int begin = call.target().indexOf("/client/") + "/client/".length();
        int client =
                Integer.parseInt(call.target().substring(begin, call.target().indexOf('/', begin)));
        if (client < BAD) {
            return client == 0 ? AltegioStub.reply(404) : AltegioStub.SEARCH;
        }
        switch (client % 6) {
            case 0:
                return AltegioStub.reply(500);
            case 1:
                return AltegioStub.reply(502);
            case 2:
                return AltegioStub.HTML;
            case 3:
                return AltegioStub.CUT_SHORT;
            case 4:
                return AltegioStub.WRONG_SHAPE;
            default:
                forEver.await();
                return AltegioStub.SEARCH;
        }
    }

    private List<Future<GateRig.Result>> callAll(int clients) throws InterruptedException {
        ExecutorService bookings = Executors.newFixedThreadPool(IN_FLIGHT);
        List<Future<GateRig.Result>> calls = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = BAD + client;
            calls.add(bookings.submit(() -> rig.get(rig.search(number))));
        }
        bookings.shutdown();
        assertThat(bookings.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        return calls;
    }

    /** Counts the calls that ended as what cannot decide a request. */
    private static long failures(List<Future<GateRig.Result>> calls) {
        return calls.stream()
                .filter(call -> {
                    try {
                        GateRig.Result result = call.get();
                        return !result.equals(new GateRig.Result(200, AltegioStub.SEARCH.body()));
                    } catch (Exception failed) {
                        return true;
                    }
                })
                .count();
    }

    private static int seconds(long begun) {
        return (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }
}
