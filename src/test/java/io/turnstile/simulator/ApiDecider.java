package io.turnstile.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Decides requests by nothing but calls to the API, as Turnstile has to. */
public final class ApiDecider {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ApiClient api;

    public ApiDecider(ApiClient api) {
        this.api = api;
    }

    public ExpectedOutcome decide(byte[] value) throws IOException, InterruptedException {
        JsonNode request;
        try {
            request = MAPPER.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return ExpectedOutcome.NOT_JSON;
        }
        if (!request.isObject()) {
            return ExpectedOutcome.NOT_JSON;
        }
        return wellFormed(request) ? ask(request) : ExpectedOutcome.INVALID_REQUEST;
    }

    private static boolean wellFormed(JsonNode request) {
        JsonNode days = request.path("schedule_day_ids");
        List<JsonNode> numbers = new ArrayList<>();
        days.forEach(numbers::add);
        Stream.of("location_id", "client_id", "event_id").map(request::path).forEach(numbers::add);
        if (request.has("membership_id")) {
            numbers.add(request.path("membership_id"));
        }
        return !request.path("request_id").asText().isEmpty()
                && days.isArray()
                && !days.isEmpty()
                && days.size() <= 7
                && new HashSet<>(numbers.subList(0, days.size())).size() == days.size()
                && numbers.stream().allMatch(n -> n.isIntegralNumber() && n.asLong() > 0);
    }

    private ExpectedOutcome ask(JsonNode request) throws IOException, InterruptedException {
        long location = request.path("location_id").asLong();
        long client = request.path("client_id").asLong();
        long event = request.path("event_id").asLong();
        ApiClient.Reply found = api.search(location, client, event);
        if (found.status() != 200) {
            return refusal(found.status());
        }
        List<JsonNode> memberships = new ArrayList<>();
        found.body().path("data").forEach(memberships::add);
        if (memberships.isEmpty()) {
            return ExpectedOutcome.NO_MEMBERSHIP;
        }
        if (request.has("membership_id")) {
            memberships.removeIf(
                    m -> m.path("id").asLong() != request.path("membership_id").asLong());
        }
        List<Long> days = new ArrayList<>();
        request.path("schedule_day_ids").forEach(day -> days.add(day.asLong()));
        memberships.sort(Comparator.comparing((JsonNode m) -> balance(m) < days.size())
                .thenComparing(m -> balance(m) < days.size() ? -balance(m) : balance(m)));
        JsonNode best = null;
        for (JsonNode membership : memberships) {
            ApiClient.Reply check =
                    api.check(location, client, membership.path("id").asLong(), event, days);
            if (check.status() != 200) {
                return refusal(check.status());
            }
            JsonNode attributes = check.body().at("/data/attributes");
            if (attributes.path("can_book_all_days").asBoolean()) {
                return ExpectedOutcome.SCHEDULED;
            }
            if (best == null
                    || attributes.path("bookable_day_ids").size()
                            > best.path("bookable_day_ids").size()) {
                best = attributes;
            }
        }
        if (best == null) {
            return ExpectedOutcome.MEMBERSHIP_NOT_APPLICABLE;
        }
        return best.path("available_visits").asInt() < days.size()
                ? ExpectedOutcome.NOT_ENOUGH_VISITS
                : ExpectedOutcome.DAYS_NOT_BOOKABLE;
    }

    private static int balance(JsonNode membership) {
        return membership.at("/attributes/balance").asInt();
    }

    private static ExpectedOutcome refusal(int status) {
        return switch (status) {
            case 403 -> ExpectedOutcome.FORBIDDEN;
            case 404 -> ExpectedOutcome.NOT_FOUND;
            case 400, 422 -> ExpectedOutcome.REFUSED;
            default -> throw new AssertionError("status " + status);
        };
    }
}
