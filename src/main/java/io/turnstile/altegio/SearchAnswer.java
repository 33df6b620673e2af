package io.turnstile.altegio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.Membership;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Is the answer of search-for-activity.
 *
 * @param data the memberships that cover the event; required
 * @param included related objects of any shape: the reference names no fields, so it is read leniently
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SearchAnswer(@JsonProperty(required = true) List<Abonement> data, JsonNode included) {

    public SearchAnswer {
        if (data == null) {
            throw new IllegalArgumentException("data must be an array");
        }
        data = List.copyOf(data);
    }

    /** Returns the memberships, in the API's order, with the types that {@code included} holds. */
    public List<Membership> memberships() {
        IncludedTypes types = new IncludedTypes(included);
        return data.stream().map(each -> each.toMembership(types)).toList();
    }

    /** Is a membership as JSON:API writes it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Abonement(Long id, Attributes attributes, JsonNode relationships) {

        Abonement {
            if (id == null || attributes == null || attributes.balance == null) {
                throw new IllegalArgumentException("id or attributes.balance of a membership is missing");
            }
        }

        Membership toMembership(IncludedTypes types) {
            JsonNode typeId = relationships == null ? null : relationships.at("/loyalty_abonement_type/data/id");
            if (typeId == null || typeId.asLong() <= 0) {
                return new Membership(
                        id, attributes.number, attributes.balance, OptionalLong.empty(), Optional.empty());
            }
            return new Membership(
                    id,
                    attributes.number,
                    attributes.balance,
                    OptionalLong.of(typeId.asLong()),
                    types.find(typeId.asLong()));
        }
    }

    /** Holds what the API says of a membership itself. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Attributes(String number, Integer balance) {}
}
