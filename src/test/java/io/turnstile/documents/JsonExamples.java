package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.altegio.CheckResponse;
import io.turnstile.altegio.ErrorResponse;
import io.turnstile.altegio.SearchResponse;
import io.turnstile.altegio.TypesResponse;
import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Evidence;
import io.turnstile.booking.MembershipType;
import io.turnstile.booking.ParsedRequest;
import io.turnstile.booking.RequestParser;
import io.turnstile.deadletter.index.ResolutionExample;
import io.turnstile.documents.Document.Block;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Examples of messages, each held to what reads or writes that message in the program. */
final class JsonExamples {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonExamples() {}

    static void check(Block block) throws Exception {
        byte[] bytes = block.text().getBytes(StandardCharsets.UTF_8);
        JsonNode json = JSON.readTree(bytes);
        switch (block.type()) {
            case "booking-request" -> assertThat(RequestParser.parse(bytes)).isInstanceOf(ParsedRequest.Valid.class);
            case "booking-schedule" -> checkSchedule(json);
            case "evidence" ->
                assertThat(JSON.readTree(Evidence.ofJson(bytes).toJson())).isEqualTo(json);
            case "resolution" -> ResolutionExample.check(json);
            case "altegio-search" ->
                assertThat(SearchResponse.read(bytes).memberships()).hasSize(1);
            case "altegio-check" ->
                assertThat(CheckResponse.read(bytes).check().canBookAllDays()).isTrue();
            case "altegio-types" ->
                assertThat(names(json.at("/data/0"))).contains("period_unit_id").hasSize(10);
            case "altegio-error" -> assertThat(ErrorResponse.isOne(bytes)).isTrue();
            default -> throw new AssertionError(block + ": say behind ```json what it is");
        }
        if (block.type().equals("altegio-types")) {
            TypesResponse.read(bytes);
        }
    }

    private static void checkSchedule(JsonNode json) throws Exception {
        JsonNode type = json.at("/membership/type");
        BookingSchedule written = new BookingSchedule(
                json.path("request_id").asText(),
                json.path("location_id").asLong(),
                json.path("client_id").asLong(),
                json.path("event_id").asLong(),
                List.of(1L, 2L, 3L, 4L, 5L),
                new BookingSchedule.MembershipPart(
                        json.at("/membership/id").asLong(),
                        json.at("/membership/number").asText(),
                        json.at("/membership/balance").asLong(),
                        new MembershipType(
                                type.path("id").asLong(),
                                type.path("title").asText(),
                                type.path("chain_id").asLong(),
                                type.path("period").asLong(),
                                type.path("period_unit").asText(),
                                type.path("allow_freeze").asBoolean(),
                                type.path("freeze_limit_days").asLong(),
                                type.path("allow_empty_code").asBoolean(),
                                type.path("united_balance").asBoolean(),
                                type.path("united_balance_visits").asLong())),
                json.path("available_visits").asLong(),
                json.path("last_booking_date").asText(),
                json.path("checked_at").asText(),
                json.path("request").toString());

        assertThat(JSON.readTree(JSON.writeValueAsBytes(written))).isEqualTo(json);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
