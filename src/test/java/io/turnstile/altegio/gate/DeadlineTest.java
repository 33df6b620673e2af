package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.altegio.gate.call.CallTimeoutException;
import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If one of these fails, an answer that drips keeps its place in the quota for ever, and five of them stop all calls. */
class DeadlineTest {

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    @ParameterizedTest
    @CsvSource({"body, http", "headers, http", "handshake, https"})
    void shouldEndACallInTimeWhenEachReadIsQuickButTheWholeIsNot(String part, String scheme) throws Exception {
        String words =
                switch (part) {
                    case "body" -> HEAD + "Content-Length: 100000\r\n\r\n{";
                    case "headers" -> HEAD + "X-Long: ";
                    default -> "\u0016\u0003\u0003\u0040\u0000";
                };
        try (DrippingServer server = new DrippingServer(words, ' ', true);
                GateRig rig = rig(scheme, server.port(), QuotaLimits.NONE)) {
            rig.later(rig.search(1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> rig.gate.status().isHolding());
            assertThat(rig.gate.status().detail()).contains("no whole answer within 400 ms");
        }
    }

    @Test
    void shouldEndACallInTimeWhenAnUploadStandsStill() throws Exception {
        try (DrippingServer server = new DrippingServer("", ' ', false);
                GateRig rig = rig("http", server.port(), QuotaLimits.NONE)) {
            HttpPost post = new HttpPost("http://127.0.0.1:" + server.port() + "/api/v1/company/1/upload");
            post.setEntity(new ByteArrayEntity(new byte[64 * 1024 * 1024], ContentType.APPLICATION_JSON));
            Future<?> call = rig.later(() -> rig.client.execute(post, response -> response.getCode()));
            assertThatThrownBy(() -> call.get(8, TimeUnit.SECONDS)).hasCauseInstanceOf(CallTimeoutException.class);
        }
    }

    /** Five dripping answers once filled the second for as long as they dripped. */
    @Test
    void shouldLetOthersCallWhenFiveAnswersDrip() throws Exception {
        CountDownLatch forEver = new CountDownLatch(1);
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, new QuotaLimits(5, 200))
                        .withTimeout(TIMEOUT))) {
            rig.get(rig.search(1));
            altegio.answers(call -> {
                if (call.target().contains("/client/7")) {
                    forEver.await();
                }
                return AltegioStub.SEARCH;
            });
            for (int client = 70; client < 75; client++) {
                rig.later(rig.search(client));
            }
            Awaitility.await().until(() -> altegio.count("/client/7") >= 4);
            assertThat(rig.later(rig.search(8)).get(8, TimeUnit.SECONDS).status())
                    .isEqualTo(200);
            forEver.countDown();
        }
    }

    /** Dry runs use the same connections as bookings: once, too few of them looked like an outage of Altegio. */
    @Test
    void shouldWaitAndBlameNobodyWhenAllConnectionsAreInUse() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(
                        GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, QuotaLimits.NONE), 2, Duration.ofMillis(100))) {
            altegio.answers(call -> {
                slow.await();
                return AltegioStub.SEARCH;
            });
            List<Future<GateRig.Result>> calls = new ArrayList<>();
            for (int client = 1; client < 6; client++) {
                calls.add(rig.later(rig.search(client)));
            }
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> altegio.seen.size() == 2);
            slow.countDown();
            for (Future<GateRig.Result> call : calls) {
                assertThat(call.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            assertThat(altegio.seen).as("none was made twice").hasSize(5);
        }
    }

    /** If this fails, a call that got its connection late is made with a part of the quota that is another instance's. */
    @Test
    void shouldAskAgainWhenACallGotItsConnectionLateAndThePartitionsHaveMovedOn() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(
                        GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, new QuotaLimits(5, 200)),
                        1,
                        Duration.ofMinutes(1))) {
            altegio.answers(call -> {
                slow.await();
                return AltegioStub.SEARCH;
            });
            Future<GateRig.Result> first = rig.later(rig.search(1));
            Awaitility.await().until(() -> altegio.seen.size() == 1);
            Future<GateRig.Result> second = rig.later(rig.search(2));
            Awaitility.await().until(() -> rig.gate.use().usedSecond() == 2);
            rig.gate.share(QuotaShare.NONE);
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            slow.countDown();

            assertThat(first.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
            Awaitility.await().until(() -> rig.gate.use().waiting() == 1);
            assertThat(altegio.seen).hasSize(1);
            rig.gate.share(QuotaShare.WHOLE, Duration.ofMinutes(2));
            assertThat(second.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    /** If this fails, a booking that waits for a connection of ours is taken for one that Altegio is slow about. */
    @Test
    void shouldNotCallItSlowWhenItWaitsForAConnection() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(
                        GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, QuotaLimits.NONE), 1, Duration.ofMillis(100))) {
            altegio.answers(call -> {
                slow.await();
                return AltegioStub.SEARCH;
            });
            rig.later(withSequence(rig.search(1), 1));
            Awaitility.await().until(() -> altegio.seen.size() == 1 && rig.gate.isSlow(1, Duration.ofMillis(1)));
            Future<GateRig.Result> waits = rig.later(withSequence(rig.search(2), 2));
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> rig.gate.isQueued(2) && !rig.gate.isSlow(2, Duration.ofMillis(1)));
            slow.countDown();
            assertThat(waits.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    private static HttpGet withSequence(HttpGet request, long sequence) {
        request.setHeader(GateHeaders.SEQUENCE, String.valueOf(sequence));
        return request;
    }

    private static GateRig rig(String scheme, int port, QuotaLimits quota) {
        URI url = URI.create(scheme + "://127.0.0.1:" + port + "/api/v1");
        return new GateRig(GateConfig.of(url, GateRig.TOKEN, quota).withTimeout(TIMEOUT));
    }
}
