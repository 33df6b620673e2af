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
public record TypesAnswer(List<MembershipType> types, int elements) {

    public TypesAnswer {
        types = List.copyOf(types);
    }

    /** @throws UnreadableAnswerException if there is no list of types */
    public static TypesAnswer read(byte[] body) throws UnreadableAnswerException {
        List<JsonNode> data = Lenient.list(AnswerBody.promised(body).path("data"))
                .orElseThrow(() -> new UnreadableAnswerException("the membership types in 'data' are no list"));
        List<MembershipType> types = new ArrayList<>();
        for (JsonNode each : data) {
            OptionalLong id = Lenient.id(each.path("id"));
            if (id.isPresent()) {
                types.add(TypeFields.read(id.getAsLong(), each));
            }
        }
        return new TypesAnswer(types, data.size());
    }
}
