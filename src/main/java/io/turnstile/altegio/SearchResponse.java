package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.Membership;
import io.turnstile.booking.MembershipType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answer of search-for-activity.
 *
 * @param memberships those that can be read, in the API's order; the balance of each may be missing
 */
public record SearchResponse(List<Membership> memberships) {

    public SearchResponse {
        memberships = List.copyOf(memberships);
    }

    /**
     * Reads an answer. An element that is no membership is left out.
     *
     * @throws UnreadableResponseException if there is no list of memberships, or if it has elements and none is one
     *     with a balance
     */
    public static SearchResponse read(byte[] body) throws UnreadableResponseException {
        JsonNode json = ResponseBody.promised(body);
        List<JsonNode> data = LenientValues.list(json.path("data"))
                .orElseThrow(() -> new UnreadableResponseException("the memberships in 'data' are no list"));
        IncludedTypes types = new IncludedTypes(json.path("included"));
        List<Membership> memberships = new ArrayList<>();
        for (JsonNode each : data) {
            OptionalLong id = LenientValues.id(each.path("id"));
            if (id.isPresent() && each.path("attributes").isObject()) {
                memberships.add(membership(id.getAsLong(), each, types));
            }
        }
        if (!data.isEmpty() && memberships.stream().allMatch(membership -> membership.balance() == null)) {
            throw new UnreadableResponseException("none of the memberships has an id and a balance");
        }
        return new SearchResponse(memberships);
    }

    private static Membership membership(long id, JsonNode json, IncludedTypes types) {
        JsonNode attributes = json.path("attributes");
        JsonNode type = LenientValues.object(
                json.path("relationships").path("loyalty_abonement_type").path("data"));
        OptionalLong typeId = LenientValues.id(type.path("id"));
        Optional<MembershipType> included = typeId.isPresent() ? types.find(typeId.getAsLong()) : Optional.empty();
        return new Membership(
                id,
                LenientValues.text(attributes.path("number")),
                LenientValues.count(attributes.path("balance")),
                typeId,
                included);
    }
}
