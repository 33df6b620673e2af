package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.breaker.GateStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If one of these fails, an outage of Altegio turns bookings into dead letters. */
class GateOutageTest {

    private static final int CALLERS = 16;

    private final List<GateStatus> changes = new CopyOnWriteArrayList<>();
    private final List<Object> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger nextClient = new AtomicInteger();
    private final List<Future<?>> callers = new ArrayList<>();
    private volatile boolean stopped;
    private AltegioStub altegio;
    private GateRig rig;

    @BeforeEach
    void start() throws Exception {
        altegio = new AltegioStub();
        rig = new GateRig(altegio);
        rig.gate.onChange(changes::add);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        altegio.close();
    }

    @Test
    void shouldFailNothingAndGoOnSoonWhenAltegioAnswers503ForAWhile() throws Exception {
        load();
        altegio.answers(call -> AltegioStub.reply(503));
        held();
        altegio.answers(call -> AltegioStub.SEARCH);
        resumes();
    }

    @Test
    void shouldFailNothingAndGoOnSoonWhenAltegioHangsForAWhile() throws Exception {
        load();
        CountDownLatch forEver = new CountDownLatch(1);
        altegio.answers(call -> {
            forEver.await();
            return AltegioStub.SEARCH;
        });
        held();
        altegio.answers(call -> AltegioStub.SEARCH);
        resumes();
    }

    @Test
    void shouldFailNothingAndGoOnSoonWhenAltegioRefusesConnectionsForAWhile() throws Exception {
        load();
        int port = altegio.port();
        altegio.close();
        held();
        altegio = new AltegioStub(port);
        resumes();
    }

    @Test
    void shouldHoldALoneCallWhenAltegioFailsAll() throws Exception {
        altegio.answers(call -> AltegioStub.reply(503));
        Future<GateRig.Result> lone = rig.later(rig.search(1));
        Awaitility.await().until(() -> rig.gate.status().isHolding());
        altegio.answers(call -> AltegioStub.SEARCH);
        assertThat(lone.get().status()).isEqualTo(200);
        assertThat(rig.gate.status().isHolding()).isFalse();
    }

    @Test
    void shouldFailTheOneClientAndStayOpenWhenItsCallsAlwaysFail() throws Exception {
        altegio.answers(call -> call.target().contains("/client/7/") ? AltegioStub.reply(500) : AltegioStub.SEARCH);
        load();
        assertThat(rig.get(rig.search(7)).status()).isEqualTo(500);
        stopLoad();
        assertThat(failures).isEmpty();
        assertThat(changes).isEmpty();
    }

    /** A client at three locations was once taken for three clients, and for most of them when nobody else called. */
    @Test
    void shouldStayOpenWhenOneClientFailsAtManyLocationsAndNobodyElseIsCalling() throws Exception {
        rig.get(rig.search(720441, 7));
        rig.get(rig.search(8));
        rig.get(rig.search(720442, 7));
        altegio.answers(call -> call.target().contains("/client/7/") ? AltegioStub.reply(500) : AltegioStub.SEARCH);
        for (int location = 720443; location < 720448; location++) {
            assertThat(rig.get(rig.search(location, 7)).status()).isEqualTo(500);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void shouldFailTheOneClientWhenNobodyElseIsCallingAnyMore() throws Exception {
        altegio.answers(call -> call.target().contains("/client/7/") ? AltegioStub.reply(500) : AltegioStub.SEARCH);
        rig.get(rig.search(8));
        assertThat(rig.get(rig.search(7)).status()).isEqualTo(500);
        assertThat(rig.gate.status().isHolding()).isFalse();
        // 3 attempts, a probe, one more attempt, a probe.
        assertThat(altegio.count("/client/7/")).isEqualTo(4);
        assertThat(altegio.count("/client/8/")).isEqualTo(3);
    }

    @Test
    void shouldFailTheOneClientWhenNobodyElseEverCalled() throws Exception {
        altegio.answers(call -> call.target().contains("/client/7/") ? AltegioStub.reply(500) : AltegioStub.reply(404));
        assertThat(rig.get(rig.search(7)).status()).isEqualTo(500);
    }

    @Test
    void shouldFailThemAllInTheEndWhenOnlyBadClientsAreLeft() throws Exception {
        altegio.answers(call -> call.target().contains("/client/7") ? AltegioStub.reply(500) : AltegioStub.SEARCH);
        rig.get(rig.search(1));
        List<Future<GateRig.Result>> bad = new ArrayList<>();
        for (int client = 70; client < 76; client++) {
            bad.add(rig.later(rig.search(client)));
        }
        for (Future<GateRig.Result> call : bad) {
            assertThat(call.get().status()).isEqualTo(500);
        }
    }

    private void load() {
        for (int i = 0; i < CALLERS; i++) {
            callers.add(rig.later(() -> {
                while (!stopped) {
                    callOnce();
                }
                return null;
            }));
        }
        Awaitility.await().until(() -> passed.get() > 100);
    }

    private void callOnce() {
        try {
            GateRig.Result result = rig.get(rig.search(1000 + nextClient.incrementAndGet() % 500));
            if (result.status() == 200) {
                passed.incrementAndGet();
            } else {
                failures.add(result);
            }
        } catch (Exception failure) {
            failures.add(failure);
        }
    }

    private void held() {
        Awaitility.await().until(() -> rig.gate.status().isHolding());
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(5))
                .until(() -> rig.gate.status().isHolding());
    }

    private void resumes() throws Exception {
        int before = passed.get();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> passed.get() > before + CALLERS);
        stopLoad();
        assertThat(failures).isEmpty();
        assertThat(changes).extracting(GateStatus::isHolding).containsExactly(true, false);
    }

    private void stopLoad() throws Exception {
        stopped = true;
        for (Future<?> caller : callers) {
            caller.get();
        }
    }
}
