package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.OneRecord;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may write to the topic must not choose where Turnstile calls, with its tokens, or what it writes where. */
class HostileHeadersOnRoutesTest {
    private static final Map<String, String> HOSTILE = Map.ofEntries(
            Map.entry("CamelHttpUri", "http://127.0.0.1:1/stolen"),
            Map.entry("CamelHttpMethod", "DELETE"),
            Map.entry("CamelHttpPath", "/stolen"),
            Map.entry("CamelHttpQuery", "event_id=666"),
            Map.entry("CamelHttpRawQuery", "event_id=666"),
            Map.entry("CamelHttpHost", "evil.example"),
            Map.entry("CamelRestHttpUri", "http://127.0.0.1:1/stolen"),
            Map.entry("CamelKafkaTopic", "stolen"),
            Map.entry("CamelKafkaOverrideTopic", "stolen"),
            Map.entry("CamelToEndpoint", "direct:stolen"),
            Map.entry("Authorization", "Bearer stolen"),
            Map.entry("Host", "evil.example"),
            Map.entry("Accept", "text/evil"),
            Map.entry("X-Evil", "1"));

    @ParameterizedTest
    @ValueSource(strings = {"as it is", "lower", "upper"})
    void shouldNeitherSteerNorReachTheCallWhenARequestCarriesThem(String spelling) throws Exception {
        Map<String, String> hostile = new HashMap<>();
        HOSTILE.forEach((name, value) -> hostile.put(spelt(name, spelling), value));
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.start(altegio.url())) {
            OneRecord.Decided decided = world.decide(Records.request(request().bytes(), hostile));

            assertThat(decided.written()).singleElement().satisfies(written -> assertThat(written.topic())
                    .isEqualTo("booking.schedules"));
            assertThat(altegio.calls)
                    .extracting(CannedAltegio.Call::target)
                    .containsExactly(
                            "/api/v1/company/720441/client/146915197/loyalty/abonements/search_for_activity"
                                    + "?event_id=12345",
                            "/api/v1/company/720441/client/146915197/loyalty/abonements/5248829/check_for_activity"
                                    + "?event_id=12345&schedule_day_ids=1%2C2%2C3%2C4%2C5");
            assertThat(altegio.calls).allSatisfy(call -> {
                assertThat(call.method()).isEqualTo("GET");
                assertThat(call.body()).isEmpty();
                assertThat(call.headers())
                        .containsEntry("authorization", "Bearer sim-partner, User sim-user")
                        .containsEntry("accept", "application/vnd.api.v2+json")
                        .containsEntry("host", altegio.host())
                        .doesNotContainKeys("x-evil", "turnstile-read-at", "turnstile-priority")
                        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("camel"));
            });
        }
    }

    /** The values of a request become parts of a path: only because they are whole numbers before that. */
    @Test
    void shouldCallNobodyWhenAnIdIsNoNumber() throws Exception {
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.start(altegio.url())) {
            world.decide(Records.request(request().with("location_id", "\"1/../../auth?x=\"")));
            world.decide(Records.request(request().with("schedule_day_ids", "[\"1&event_id=666\"]")));

            assertThat(altegio.calls).isEmpty();
        }
    }

    private static String spelt(String name, String spelling) {
        return switch (spelling) {
            case "lower" -> name.toLowerCase(Locale.ROOT);
            case "upper" -> name.toUpperCase(Locale.ROOT);
            default -> name;
        };
    }
}
