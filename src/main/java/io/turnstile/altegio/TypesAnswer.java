package io.turnstile.altegio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;
import java.util.List;

/**
 * Is one page of the membership types of a location.
 *
 * @param data the page's types; required
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TypesAnswer(@JsonProperty(required = true) List<JsonNode> data) {

    public TypesAnswer {
        if (data == null) {
            throw new IllegalArgumentException("data must be an array");
        }
        data = List.copyOf(data);
    }

    /** Returns the page's types, without those that have no id. */
    List<MembershipType> types() {
        return data.stream()
                .filter(each -> each.path("id").asLong() > 0)
                .map(each -> TypeFields.read(each.path("id").asLong(), each))
                .toList();
    }
}
