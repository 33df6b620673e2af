package io.turnstile.altegio.gate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.AltegioStub;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.GateRig;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTokensTest {

    private static final Credentials LOGIN = new Credentials.Login("partner-secret", "anna@example.org", "pass-secret");

    private AltegioStub altegio;
    private volatile String valid = "token-1";
    private volatile boolean underData;

    @BeforeEach
    void start() throws Exception {
        altegio = new AltegioStub();
        altegio.answers(this::answer);
    }

    @AfterEach
    void stop() {
        altegio.close();
    }

    @Test
    void shouldFetchOneTokenHoweverManyCallsWaitForIt() throws Exception {
        try (GateRig rig = rig(LOGIN)) {
            allPass(rig);
            assertThat(altegio.count("/auth")).isEqualTo(1);
            AltegioStub.Seen auth = altegio.seen.get(0);
            assertThat(auth.method() + " " + auth.target()).isEqualTo("POST /api/v1/auth");
            assertThat(auth.header("Authorization")).isEqualTo("Bearer partner-secret");
        }
    }

    @Test
    void shouldFetchItAnewOnceWhenItIsRevokedMidway() throws Exception {
        try (GateRig rig = rig(LOGIN)) {
            allPass(rig);
            underData = true;
            valid = "token-2";
            allPass(rig);
            assertThat(altegio.count("/auth")).isEqualTo(2);
            assertThat(rig.gate.status().isHolding()).isFalse();
        }
    }

    @Test
    void shouldHoldAndFailNothingWhenAFixedTokenIsRefused() throws Exception {
        try (GateRig rig = rig(GateRig.TOKEN)) {
            Future<GateRig.Result> waiting = rig.later(rig.search(1));
            Awaitility.await().until(() -> rig.gate.status().isHolding());
            assertThat(rig.gate.status().holding()).contains(GateStatus.Reason.TOKEN_REFUSED);
            assertThat(rig.gate.status().detail())
                    .contains("turnstile.altegio.user-token")
                    .doesNotContain("secret");
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void shouldNameOnlyThePartnerTokenWhenItStandsAlone() {
        Credentials.FixedToken alone = new Credentials.FixedToken("partner-secret", null);
        assertThat(new FixedTokens(alone).refusal())
                .contains("turnstile.altegio.partner-token")
                .doesNotContain("user-token");
        assertThat(new FixedTokens(new Credentials.FixedToken("partner-secret", " ")).refusal())
                .doesNotContain("user-token");
    }

    @Test
    void shouldGoOnByItselfWhenARefusedLoginIsMended() throws Exception {
        altegio.answers(call -> AltegioStub.reply(401));
        try (GateRig rig = rig(LOGIN)) {
            Future<GateRig.Result> waiting = rig.later(rig.search(1));
            Awaitility.await().until(() -> rig.gate.status().isHolding());
            altegio.answers(this::answer);
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(waiting::isDone);
            assertThat(waiting.get().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldHoldWhenEvenAFreshTokenIsRefused() throws Exception {
        altegio.answers(call -> call.target().endsWith("/auth") ? answer(call) : AltegioStub.reply(401));
        try (GateRig rig = rig(LOGIN)) {
            rig.later(rig.search(1));
            Awaitility.await().until(() -> rig.gate.status().isHolding());
            assertThat(altegio.count("/auth")).isEqualTo(1);
        }
    }

    /** Altegio takes one client's rights away, or a location's: once that held everybody, again and again. */
    @Test
    void shouldAnswerThatRequestAloneWhenOneClientOrLocationGets401() throws Exception {
        for (Credentials credentials : List.of(GateRig.TOKEN, LOGIN)) {
            valid = credentials == LOGIN ? "token-1" : "user-secret";
            long logins = altegio.count("/auth");
            altegio.answers(call ->
                    call.target().contains("/client/7/") || call.target().contains("/company/720448/")
                            ? AltegioStub.reply(401)
                            : answer(call));
            try (GateRig rig = rig(credentials)) {
                List<GateStatus> changes = new CopyOnWriteArrayList<>();
                rig.gate.onChange(changes::add);
                rig.get(rig.search(1));
                assertThat(rig.get(rig.search(7)).status()).isEqualTo(401);
                assertThat(rig.get(rig.search(720448, 8)).status()).isEqualTo(401);
                assertThat(rig.get(rig.search(720448, 9)).status()).isEqualTo(401);
                assertThat(rig.get(rig.search(2)).status()).isEqualTo(200);
                assertThat(changes).isEmpty();
                assertThat(altegio.count("/auth") - logins).isEqualTo(credentials == LOGIN ? 1 : 0);
            }
        }
    }

    @Test
    void shouldLetOthersThroughWhenTheFirstOfAllCallsGets401ForItselfAlone() throws Exception {
        valid = "user-secret";
        altegio.answers(call -> call.target().contains("/client/7/") ? AltegioStub.reply(401) : answer(call));
        try (GateRig rig = rig(GateRig.TOKEN)) {
            Future<GateRig.Result> alone = rig.later(rig.search(7));
            Awaitility.await().until(() -> altegio.count("/client/7/") > 0);
            Future<GateRig.Result> other = rig.later(rig.search(8));
            assertThat(other.get(120, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(alone.get(120, TimeUnit.SECONDS).status()).isEqualTo(401);
        }
    }

    @Test
    void shouldHoldAndNotFetchForEverWhenEveryTokenIsRefusedSoonAfterItWasAccepted() throws Exception {
        try (GateRig rig = rig(LOGIN)) {
            for (int revoked = 1; !rig.gate.status().isHolding(); revoked++) {
                valid = "token-" + revoked;
                Future<GateRig.Result> call = rig.later(rig.search(revoked));
                Awaitility.await()
                        .until(() -> call.isDone() || rig.gate.status().isHolding());
            }
            assertThat(rig.gate.status().holding()).contains(GateStatus.Reason.TOKEN_REFUSED);
            assertThat(altegio.count("/auth")).isLessThan(6);
        }
    }

    @Test
    void shouldTellOfEachTokenBeforeItIsUsedWhenOneIsFetched() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        GateConfig config = GateConfig.of(altegio.baseUrl(), LOGIN, QuotaLimits.NONE)
                .withOnToken(token -> told.add(token + " after " + altegio.count("/company/")));
        try (GateRig rig = new GateRig(config)) {
            rig.get(rig.search(1));
            assertThat(told).containsExactly("token-1 after 0");
        }
    }

    @Test
    void shouldShowNoSecretWhenPrinted() {
        assertThat(LOGIN + " " + GateRig.TOKEN + " " + new Token("partner-secret", "user-secret"))
                .doesNotContain("secret")
                .doesNotContain("anna");
    }

    private static GateRig rig(AltegioStub altegio, Credentials credentials) {
        return new GateRig(
                GateConfig.of(altegio.baseUrl(), credentials, QuotaLimits.NONE).withRetries(GateRig.QUICK));
    }

    private GateRig rig(Credentials credentials) {
        return rig(altegio, credentials);
    }

    private AltegioStub.Reply answer(AltegioStub.Seen call) {
        if (call.target().endsWith("/auth")) {
            String token = "\"user_token\":\"" + valid + "\"";
            String body = underData ? "{\"success\":true,\"data\":{" + token + "}}" : "{\"id\":123456," + token + "}";
            return new AltegioStub.Reply(201, body, Map.of());
        }
        boolean known = ("Bearer partner-secret, User " + valid).equals(call.header("Authorization"));
        return known ? AltegioStub.SEARCH : AltegioStub.reply(401);
    }

    private static void allPass(GateRig rig) throws Exception {
        List<Future<GateRig.Result>> calls = new ArrayList<>();
        for (int client = 0; client < 20; client++) {
            calls.add(rig.later(rig.search(client)));
        }
        for (Future<GateRig.Result> call : calls) {
            assertThat(call.get().status()).isEqualTo(200);
        }
    }
}
