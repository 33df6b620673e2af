package io.turnstile.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.simulator.world.Membership;
import io.turnstile.simulator.world.World;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The simulator speaks as the public reference says: if not, Turnstile is built against something that is not there. */
class SimulatorApiTest {
    private static final long LOCATION = 720441;
    private static final long EVENT = 12345;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ApiClient client = new ApiClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldReturnMembershipsAndTheirBookableDaysWhenTheyCoverTheEvent() throws Exception {
        Membership membership = anyMembershipWithVisits(5);

        ApiClient.Reply found = client.search(LOCATION, membership.clientId(), EVENT);
        ApiClient.Reply check =
                client.check(LOCATION, membership.clientId(), membership.id(), EVENT, List.of(123451L, 123452L));

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().path("included").isArray()).isTrue();
        JsonNode element = elementOf(found.body(), membership.id());
        assertThat(element.path("type").asText()).isEqualTo("loyalty_abonement");
        assertThat(element.path("attributes").path("balance").asInt()).isEqualTo(membership.balance());
        assertThat(element.path("attributes").path("number").isTextual()).isTrue();
        assertThat(element.at("/relationships/loyalty_abonement_type/data/id").asText())
                .isEqualTo(String.valueOf(membership.type().id()));
        JsonNode attributes = check.body().at("/data/attributes");
        assertThat(check.body().at("/data/type").asText()).isEqualTo("loyalty_abonement_check");
        assertThat(attributes.path("available_visits").asInt()).isEqualTo(membership.balance());
        assertThat(attributes.path("can_book_all_days").asBoolean()).isTrue();
        assertThat(attributes.path("bookable_day_ids")).hasToString("[123451,123452]");
        assertThat(attributes.has("last_booking_date")).isTrue();
    }

    @Test
    void shouldAskForAuthenticationWhenATokenIsMissingOrWrong() throws Exception {
        for (String authorization :
                List.of("", "Bearer other", "Bearer sim-partner, User other", "Bearer other, User sim-user")) {
            ApiClient.Reply reply = new ApiClient(simulator.url(), authorization).search(LOCATION, 146000001, EVENT);

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body())
                    .hasToString("{\"success\":false,\"data\":null,\"meta\":{\"message\":\"Authentication needed.\"}}");
        }
    }

    @Test
    void shouldRefuseWhenTheAcceptHeaderIsNotThatOfTheApi() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url() + "/auth"))
                .header("Accept", "application/json")
                .build();

        assertThat(client.send(request).statusCode()).isEqualTo(406);
    }

    @Test
    void shouldNameTheParameterWhenItIsInvalid() throws Exception {
        Membership membership = anyMembershipWithVisits(1);
        long owner = membership.clientId();

        assertThat(messageOf(client.search(LOCATION, owner, 0), 400)).isEqualTo("Invalid event_id");
        assertThat(messageOf(client.check(LOCATION, owner, membership.id(), EVENT, List.of()), 400))
                .isEqualTo("Invalid schedule_day_ids");
        assertThat(messageOf(client.check(LOCATION, owner, membership.id(), EVENT, List.of(123451L, 123451L)), 400))
                .isEqualTo("Invalid schedule_day_ids");
        assertThat(messageOf(client.check(LOCATION, owner, membership.id(), EVENT, List.of(99L)), 400))
                .isEqualTo("Invalid schedule_day_ids");
        assertThat(messageOf(client.types(LOCATION, "page=0"), 400)).isEqualTo("Invalid page");
        assertThat(messageOf(client.types(LOCATION, "page_size=101"), 400)).isEqualTo("Invalid page_size");
    }

    @Test
    void shouldNotKnowAnAddressWhenItCarriesTheBasePathTwice() throws Exception {
        assertThat(messageOf(client.get("/api/v1/company/720441/loyalty/abonement_types/search"), 404))
                .isEqualTo("Not found");
    }

    @Test
    void shouldGiveEveryTypeOnceWhenAllPagesAreReadAndNoTotalToRelyOn() throws Exception {
        Set<Long> ids = new HashSet<>();
        Set<Integer> counts = new HashSet<>();
        int pages = 0;
        JsonNode data;
        do {
            JsonNode page = client.types(LOCATION, "page=" + ++pages).body();
            data = page.path("data");
            data.forEach(type -> assertThat(ids.add(type.path("id").asLong())).isTrue());
            counts.add(page.at("/meta/count").asInt());
        } while (data.size() == 25);

        assertThat(pages).isEqualTo(6);
        assertThat(ids).hasSize(130);
        assertThat(counts).hasSizeGreaterThan(1);
        assertThat(client.types(LOCATION, "page_size=100").body().path("data")).hasSize(100);
    }

    @Test
    void shouldFilterTypesByTitleWhenOneIsGiven() throws Exception {
        JsonNode data =
                client.types(LOCATION, "page_size=100&title=YOGA").body().path("data");

        assertThat(data)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.path("title").asText()).contains("yoga"));
    }

    @Test
    void shouldSayWhichPortIsInUseWhenItCannotListen() {
        SimulatorOptions same = SimulatorOptions.defaults().withPort(simulator.port());

        assertThatThrownBy(() -> Simulator.start(same))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("port " + simulator.port() + " on 127.0.0.1 is in use");
    }

    private Membership anyMembershipWithVisits(int visits) {
        World world = simulator.world();
        for (long id = world.firstClientId(); ; id++) {
            for (Membership found : world.search(LOCATION, id, EVENT)) {
                if (found.balance() >= visits && found.lastBookingDate().isEmpty()) {
                    return found;
                }
            }
        }
    }

    private static JsonNode elementOf(JsonNode body, long id) {
        for (JsonNode element : body.path("data")) {
            if (element.path("id").asText().equals(String.valueOf(id))) {
                return element;
            }
        }
        throw new AssertionError("no membership " + id + " in " + body);
    }

    private static String messageOf(ApiClient.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        return reply.body().at("/meta/message").asText();
    }
}
