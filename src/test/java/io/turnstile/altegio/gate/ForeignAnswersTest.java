package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If one of these fails, a firewall or a load balancer dead-letters everybody's bookings. */
class ForeignAnswersTest {

    private static final String PAGE = "<html><body>Request blocked</body></html>";

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

    static Stream<AltegioStub.Reply> foreign() {
        return Stream.of(
                reply(200, PAGE),
                reply(200, ""),
                reply(200, "{\"success\":false,\"data\":null,\"meta\":{\"message\":\"Busy\"}}"),
                reply(200, "{\"data\":null}"),
                reply(200, "{\"data\":{\"id\":1}}"),
                reply(200, "[]"),
                reply(204, ""),
                reply(302, ""),
                reply(308, "{\"success\":false}"),
                reply(400, PAGE),
                reply(403, PAGE),
                reply(404, "{\"message\":\"no Route matched with those values\"}"),
                reply(422, "[]"),
                reply(405, "{\"success\":false,\"meta\":{}}"),
                reply(407, ""),
                reply(408, ""),
                reply(425, "{}"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldHoldWhenNobodyIsAnsweredAsAltegioDoes(AltegioStub.Reply foreign) throws Exception {
        for (int client = 1; client < 4; client++) {
            rig.get(rig.search(client));
        }
        altegio.answers(call -> foreign);
        List<Future<GateRig.Result>> waiting = new ArrayList<>();
        for (int client = 1; client < 6; client++) {
            waiting.add(rig.later(rig.search(client)));
        }
        Awaitility.await().until(() -> rig.gate.status().isHolding());
        assertThat(rig.gate.status().detail())
                .startsWith(
                        foreign.status() == 407
                                ? "The proxy asks for another login (last: 407)"
                                : "This address does not answer as Altegio does (last: " + foreign.status());

        altegio.answers(call -> AltegioStub.SEARCH);
        for (Future<GateRig.Result> call : waiting) {
            assertThat(call.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldBeTheFaultOfOneRequestWhenOthersAreAnsweredAsAltegioDoes(AltegioStub.Reply foreign) throws Exception {
        rig.get(rig.search(1));
        altegio.answers(call -> call.target().contains("/client/7/") ? foreign : AltegioStub.SEARCH);
        assertThat(rig.get(rig.search(7)).status()).isEqualTo(foreign.status());
        assertThat(altegio.count("/client/7/")).as("tries").isGreaterThan(1);
        assertThat(rig.gate.status().isHolding()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 422})
    void shouldBeADecisionWhenTheApiItselfSaysNo(int status) throws Exception {
        altegio.answers(call -> AltegioStub.reply(status));
        assertThat(rig.get(rig.search(1)).status()).isEqualTo(status);
        assertThat(altegio.seen).hasSize(1);
    }

    @Test
    void shouldTakeAnyJsonObjectWhenARouteOfSomebodysOwnAsks() throws Exception {
        altegio.answers(call -> reply(200, "{\"anything\":1}"));
        assertThat(rig.get(new HttpGet(altegio.baseUrl() + "/company/1/records"))
                        .status())
                .isEqualTo(200);
        altegio.answers(call -> reply(204, ""));
        assertThat(rig.get(new HttpGet(altegio.baseUrl() + "/company/1/records"))
                        .status())
                .isEqualTo(204);
        assertThat(altegio.seen).hasSize(2);
    }

    private static AltegioStub.Reply reply(int status, String body) {
        return new AltegioStub.Reply(status, body, Map.of());
    }
}
