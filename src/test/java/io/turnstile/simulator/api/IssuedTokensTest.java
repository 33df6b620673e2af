package io.turnstile.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import io.turnstile.simulator.ApiClient;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens come in two shapes and die: Turnstile has to live through both. */
class IssuedTokensTest {
    private static final String TYPES = "/company/720441/loyalty/abonement_types/search";

    private final ManualClock clock = new ManualClock();
    private Simulator simulator;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldPutTheTokenAtTheTopWhenThatShapeIsChosen() throws Exception {
        start(AcceptedCredentials.defaults());

        ApiClient.Reply reply = partner().auth("sim-login", "sim-password");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("user_token").asText()).isEqualTo("sim-user");
        assertThat(reply.body().path("id").isInt()).isTrue();
    }

    @Test
    void shouldPutTheTokenUnderDataWhenThatShapeIsChosen() throws Exception {
        start(AcceptedCredentials.defaults().withTokenShape(TokenShape.DATA));

        ApiClient.Reply reply = partner().auth("sim-login", "sim-password");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("success").asBoolean()).isTrue();
        assertThat(reply.body().at("/data/user_token").asText()).isEqualTo("sim-user");
        assertThat(reply.body().has("user_token")).isFalse();
    }

    @Test
    void shouldRefuseAuthWhenPasswordOrPartnerIsWrong() throws Exception {
        start(AcceptedCredentials.defaults());

        assertThat(partner().auth("sim-login", "guess").status()).isEqualTo(401);
        assertThat(new ApiClient(simulator.url(), "Bearer other")
                        .auth("sim-login", "sim-password")
                        .status())
                .isEqualTo(401);
    }

    /** The reference asks for the partner token alone, but for membership types. */
    @Test
    void shouldLetThePartnerAloneSearchAndCheckUnlessToldToBeStricter() throws Exception {
        start(AcceptedCredentials.defaults());
        assertThat(partner().search(720441, 146000001, 12341).status()).isEqualTo(200);
        assertThat(partner().get(TYPES).status()).isEqualTo(401);
        assertThat(user("wrong").search(720441, 146000001, 12341).status()).isEqualTo(401);
        assertThat(new ApiClient(simulator.url(), "Bearer other")
                        .search(720441, 146000001, 12341)
                        .status())
                .isEqualTo(401);

        simulator.faults().set(Faults.none().withUserTokenRequired(true));

        assertThat(partner().search(720441, 146000001, 12341).status()).isEqualTo(401);
        assertThat(user("sim-user").search(720441, 146000001, 12341).status()).isEqualTo(200);
    }

    @Test
    void shouldAcceptOnlyTheNewTokenWhenTheOldOneIsRevoked() throws Exception {
        start(AcceptedCredentials.defaults());
        assertThat(user("sim-user").get(TYPES).status()).isEqualTo(200);

        simulator.tokens().revoke();

        assertThat(user("sim-user").get(TYPES).status()).isEqualTo(401);
        String fresh = partner()
                .auth("sim-login", "sim-password")
                .body()
                .path("user_token")
                .asText();
        assertThat(fresh).isEqualTo("sim-user-2");
        assertThat(user(fresh).get(TYPES).status()).isEqualTo(200);
        assertThat(user("sim-user").get(TYPES).status()).isEqualTo(401);
    }

    @Test
    void shouldGiveANewTokenWhenTheOldOneHasExpired() throws Exception {
        start(AcceptedCredentials.defaults().withUserTokenLifetime(Duration.ofMinutes(10)));
        clock.move(Duration.ofMinutes(10).minusMillis(1));
        assertThat(user("sim-user").get(TYPES).status()).isEqualTo(200);

        clock.move(Duration.ofMillis(1));

        assertThat(user("sim-user").get(TYPES).status()).isEqualTo(401);
        partner().auth("sim-login", "sim-password");
        assertThat(user("sim-user-2").get(TYPES).status()).isEqualTo(200);
    }

    private void start(AcceptedCredentials credentials) {
        simulator = Simulator.start(
                SimulatorOptions.defaults().withCredentials(credentials).withClock(clock));
    }

    private ApiClient partner() {
        return new ApiClient(simulator.url(), "Bearer sim-partner");
    }

    private ApiClient user(String token) {
        return new ApiClient(simulator.url(), "Bearer sim-partner, User " + token);
    }
}
