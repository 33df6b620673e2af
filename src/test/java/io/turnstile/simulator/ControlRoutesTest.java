package io.turnstile.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.OddKind;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import io.turnstile.simulator.fault.RetryAfterStyle;
import io.turnstile.simulator.fault.SimulatedQuota;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.Membership;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People change the simulator by curl while it runs: what they ask for must happen, what is wrong must be said. */
class ControlRoutesTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ApiClient client = new ApiClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldReadBackWhatWasPutWhenAllFaultsAreGiven() throws Exception {
        String faults =
                """
                {"quota":{"per_second":5,"per_minute":200,"retry_after":"date"},\
                "latency":{"min":"50ms","max":"2s","tail_ratio":0.01,"tail":"10s"},\
                "error_ratio":0.1,"error_status":502,"broken_json_ratio":0.2,"truncated_ratio":0.3,\
                "hanging_ratio":0.0,"failing_clients":{"146000007":500},"failing_locations":{"720441":401},\
                "odd":{"ratio":0.5,"answer":{"kind":"html","status":404,"pause":"9s"},"clients":{},\
                "locations":{"720442":{"kind":"drip","status":200,"pause":"2s"}}},"user_token_required":true}""";

        assertThat(call("PUT", "/faults", faults).statusCode()).isEqualTo(200);

        assertThat(call("GET", "/faults", "").body()).isEqualTo(faults);
        assertThat(simulator.faults().current())
                .isEqualTo(new Faults(
                        new SimulatedQuota(5, 200, RetryAfterStyle.DATE),
                        new Latency(Duration.ofMillis(50), Duration.ofSeconds(2), 0.01, Duration.ofSeconds(10)),
                        0.1,
                        502,
                        0.2,
                        0.3,
                        0,
                        Map.of(146000007L, 500),
                        Map.of(720441L, 401),
                        new OddResponses(
                                0.5,
                                OddResponse.of(OddKind.HTML, 404),
                                Map.of(),
                                Map.of(720442L, new OddResponse(OddKind.DRIP, 200, Duration.ofSeconds(2)))),
                        true));
    }

    @Test
    void shouldKeepTheOtherFaultsWhenOneIsPatchedAndNoneWhenPut() throws Exception {
        call("PATCH", "/faults", "{\"error_ratio\": 0.5}");
        call("PATCH", "/faults", "{\"hanging_ratio\": 0.25}");
        assertThat(simulator.faults().current())
                .isEqualTo(Faults.none().withErrors(0.5, 503).withHanging(0.25));

        call("PUT", "/faults", "{\"truncated_ratio\": 1}");

        assertThat(simulator.faults().current()).isEqualTo(Faults.none().withTruncated(1));
    }

    @Test
    void shouldSayWhatIsWrongAndChangeNothingWhenFaultsCannotBeRead() throws Exception {
        assertThat(refused("{\"error_ratio\": 2}")).contains("a ratio must be 0 to 1, not 2.0");
        assertThat(refused("{\"latency\": {\"min\": \"soon\"}}")).contains("a duration looks like 250ms");
        assertThat(refused("{\"eror_ratio\": 1}")).contains("eror_ratio");
        assertThat(refused("{\"odd\": {\"answer\": {\"kind\": \"html\", \"status\": 99}}}"))
                .contains("must be 200 to 599, not 99");
        assertThat(refused("{\"odd\": {\"ratio\": 1}}")).contains("a ratio of odd answers needs an answer");
        assertThat(refused("[]")).contains("a JSON object is needed");
        assertThat(refused("{")).contains("not JSON");
        assertThat(simulator.faults().current()).isEqualTo(Faults.none());
    }

    @Test
    void shouldStartAndEndAnOutageWhenAskedTo() throws Exception {
        assertThat(call("POST", "/outages", "{\"mode\": \"unavailable\", \"duration\": \"1m\"}")
                        .statusCode())
                .isEqualTo(202);
        await().until(() -> client.types(720441, "").status() == 503);
        assertThat(call("POST", "/outages", "{\"mode\": \"hanging\", \"duration\": \"1m\"}")
                        .statusCode())
                .isEqualTo(409);

        assertThat(call("DELETE", "/outages", "").statusCode()).isEqualTo(204);

        assertThat(client.types(720441, "").status()).isEqualTo(200);
        assertThat(call("POST", "/outages", "{\"mode\": \"refused\"}").body()).contains("needs a duration");
    }

    @Test
    void shouldAnswerTheCallThatAsksForItWhenConnectionsAreToBeRefused() throws Exception {
        HttpResponse<String> reply = call("POST", "/outages", "{\"mode\": \"refused\", \"duration\": \"1m\"}");

        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.body()).isEqualTo("{\"mode\":\"refused\",\"duration\":\"60s\"}");
        await().until(() -> simulator.outages().current().isPresent());
        simulator.outages().end();
        assertThat(call("GET", "/stats", "").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTellWhatWasCalledWhenStatsAreAskedFor() throws Exception {
        client.types(720441, "page=2");
        String stats = call("GET", "/stats", "").body();

        assertThat(stats).contains("\"calls\":1,\"violations\":0", "\"by_operation\":{\"types\":{\"200\":1}}");
        assertThat(stats).contains("/api/v1/company/720441/loyalty/abonement_types/search?page=2");

        call("POST", "/stats/reset", "");
        assertThat(call("GET", "/stats", "").body()).contains("\"calls\":0", "\"last_calls\":[]");
    }

    @Test
    void shouldRevokeTheUserTokenWhenAskedTo() throws Exception {
        call("POST", "/tokens/revoke", "");

        assertThat(client.types(720441, "").status()).isEqualTo(401);
    }

    @Test
    void shouldScheduleWhatLackedVisitsWhenTheMembershipIsToppedUp() throws Exception {
        SampleRequest lacking = SampleRequests.mixed(simulator.world(), 2, 100).stream()
                .filter(s -> s.expected() == ExpectedOutcome.NOT_ENOUGH_VISITS)
                .findFirst()
                .orElseThrow();
        ApiDecider decider = new ApiDecider(client);
        assertThat(decider.decide(lacking.value())).isEqualTo(ExpectedOutcome.NOT_ENOUGH_VISITS);

        for (Membership membership : simulator
                .world()
                .client(Long.parseLong(lacking.key()))
                .orElseThrow()
                .memberships()) {
            HttpResponse<String> reply = call("PATCH", "/world/memberships/" + membership.id(), "{\"balance\": 20}");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("\"balance\":20");
        }

        assertThat(decider.decide(lacking.value())).isNotEqualTo(ExpectedOutcome.NOT_ENOUGH_VISITS);
        assertThat(call("GET", "/world/clients/" + lacking.key(), "").body()).contains("\"balance\":20");
        assertThat(call("PATCH", "/world/memberships/1", "{\"balance\": 20}").statusCode())
                .isEqualTo(404);
        assertThat(call("PATCH", "/world/memberships/5000000", "{\"balance\": -1}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("GET", "/world/clients/1", "").statusCode()).isEqualTo(404);
    }

    private String refused(String faults) throws Exception {
        HttpResponse<String> reply = call("PUT", "/faults", faults);
        assertThat(reply.statusCode()).isEqualTo(400);
        return reply.body();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + "/simulator" + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }
}
