package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One page of the membership types of a location.
 *
 * @param types the page's types, without elements that are none
 * @param elements how many elements the page has, types or not
 */
public record TypesResponse(List<MembershipType> types, int elements) {

    public TypesResponse {
        types = List.copyOf(types);
    }

    /** @throws UnreadableResponseException if there is no list of types */
    public static TypesResponse read(byte[] body) throws UnreadableResponseException {
        List<JsonNode> data = LenientValues.list(ResponseBody.promised(body).path("data"))
                .orElseThrow(() -> new UnreadableResponseException("the membership types in 'data' are no list"));
        List<MembershipType> types = new ArrayList<>();
        for (JsonNode each : data) {
            OptionalLong id = LenientValues.id(each.path("id"));
            if (id.isPresent()) {
                types.add(TypeFields.read(id.getAsLong(), each));
            }
        }
        return new TypesResponse(types, data.size());
    }
}
