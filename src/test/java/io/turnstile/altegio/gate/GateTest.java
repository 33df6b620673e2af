package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.altegio.gate.call.CallGivenUpException;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate as routes see it: a real client, a real server. */
class GateTest {

    private AltegioStub altegio;
    private GateRig rig;

    @BeforeEach
    void start() throws Exception {
        altegio = new AltegioStub();
        rig = new GateRig(altegio);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        altegio.close();
    }

    @Test
    void shouldShowTheTokenAndStripItsOwnHeadersWhenACallGoesToAltegio() throws Exception {
        HttpGet request = GateRig.readAt(rig.search(1), 1);
        request.setHeader(GateHeaders.PRIORITY, GateHeaders.REPLAY);

        assertThat(rig.get(request)).isEqualTo(new GateRig.Result(200, "{\"data\":[]}"));

        AltegioStub.Seen call = altegio.seen.get(0);
        assertThat(call.header("Authorization")).isEqualTo("Bearer partner-secret, User user-secret");
        assertThat(call.header("Accept")).isEqualTo("application/vnd.api.v2+json");
        assertThat(call.header("Content-type")).isEqualTo("application/json");
        assertThat(call.headers()).doesNotContainKeys("Turnstile-read-at", "Turnstile-priority");
    }

    @Test
    void shouldNeverShowTheTokenWhenACallGoesElsewhere() throws Exception {
        try (AltegioStub elsewhere = new AltegioStub()) {
            rig.get(new HttpGet(elsewhere.baseUrl()));
            assertThat(elsewhere.seen.get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void shouldNotFollowARedirectWhenTheQuotaWouldNotSeeIt() throws Exception {
        altegio.answers(call -> altegio.seen.size() == 1
                ? new AltegioStub.Reply(302, "", Map.of("Location", altegio.baseUrl() + "/elsewhere"))
                : AltegioStub.SEARCH);
        assertThat(rig.get(rig.search(1)).status()).isEqualTo(200);
        assertThat(altegio.count("/elsewhere")).isZero();
    }

    @Test
    void shouldLetABurstGoAtOnceAndTheRestLaterWhenThereIsAQuota() throws Exception {
        try (GateRig limited = new GateRig(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, new QuotaLimits(3, 200)))) {
            long begun = System.nanoTime();
            for (int client = 0; client < 3; client++) {
                limited.get(limited.search(client));
            }
            long burst = System.nanoTime() - begun;
            for (int client = 3; client < 7; client++) {
                limited.get(limited.search(client));
            }
            long all = System.nanoTime() - begun;
            assertThat(all).isGreaterThan(2_000_000_000L);
            assertThat(burst).as("at once, against the rest").isLessThan(all - burst);
        }
    }

    @Test
    void shouldReturnABusinessAnswerAtOnceWhenAltegioSaysNo() throws Exception {
        altegio.answers(call -> AltegioStub.reply(404));
        assertThat(rig.get(rig.search(1)).status()).isEqualTo(404);
        assertThat(altegio.seen).hasSize(1);
    }

    @Test
    void shouldTryAgainWhenAnAnswerIsAFaultOrUnreadable() throws Exception {
        altegio.answers(call -> switch (altegio.seen.size()) {
            case 1 -> AltegioStub.reply(502);
            case 2 -> new AltegioStub.Reply(200, "{\"data\":[", Map.of());
            default -> AltegioStub.SEARCH;
        });
        assertThat(rig.get(rig.search(1)).status()).isEqualTo(200);
        assertThat(altegio.seen).hasSize(3);
        assertThat(rig.gate.status().isHolding()).isFalse();
    }

    @Test
    void shouldPauseAndNotFailWhenAltegioAnswers429AllTheSame() throws Exception {
        altegio.answers(call -> altegio.seen.size() == 1
                ? new AltegioStub.Reply(429, "{}", Map.of("Retry-After", "1"))
                : AltegioStub.SEARCH);
        long begun = System.nanoTime();
        assertThat(rig.get(rig.search(1)).status()).isEqualTo(200);
        assertThat(System.nanoTime() - begun).isGreaterThan(900_000_000L);
    }

    /** Otherwise a booking that others overtook keeps its thread for as long as its answer takes. */
    @Test
    void shouldEndACallAtOnceAndLetThoseWhoShareItMakeAnotherWhenItIsGivenUp() throws Exception {
        CountDownLatch forEver = new CountDownLatch(1);
        altegio.answers(call -> {
            if (altegio.seen.size() == 1) {
                forEver.await();
            }
            return AltegioStub.SEARCH;
        });
        HttpGet slow = GateRig.readAt(rig.search(1), 1);
        slow.setHeader(GateHeaders.SEQUENCE, "5");
        Future<Boolean> superseded = rig.later(() -> {
            assertThatThrownBy(() -> rig.get(slow)).isInstanceOf(CallGivenUpException.class);
            return Thread.currentThread().isInterrupted();
        });
        Awaitility.await().until(() -> altegio.seen.size() == 1);
        Future<GateRig.Result> sharing = rig.later(GateRig.readAt(rig.search(1), 1));

        rig.gate.giveUp(5);

        assertThat(superseded.get(1, TimeUnit.MINUTES))
                .as("interrupted for good")
                .isFalse();
        assertThat(sharing.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);
        assertThat(altegio.seen).hasSize(2);
        assertThat(rig.gate.status().isHolding()).isFalse();
    }

    @Test
    void shouldEndAllWaitsAtOnceWhenTheGateIsClosed() throws Exception {
        altegio.answers(call -> new AltegioStub.Reply(429, "{}", Map.of("Retry-After", "60")));
        Future<GateRig.Result> waiting = rig.later(rig.search(1));
        Awaitility.await().until(() -> rig.gate.status().throttledUntil().isPresent());
        assertThat(rig.gate.status().isHolding()).isFalse();
        assertThat(rig.gate.status().detail()).startsWith("Altegio answers 429 (too many calls): calls wait until 20");

        rig.gate.close();

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GateClosedException.class);
        assertThatThrownBy(() -> rig.get(rig.search(2))).isInstanceOf(GateClosedException.class);
    }
}
