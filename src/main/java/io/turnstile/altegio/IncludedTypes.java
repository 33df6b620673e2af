package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;
import java.util.Optional;

/** Looks for membership types among the {@code included} objects of a search, whatever else is there. */
final class IncludedTypes {

    private static final String TYPE = "loyalty_abonement_type";

    private final JsonNode included;

    /** Takes {@code included} as it came; null if it was missing. */
    IncludedTypes(JsonNode included) {
        this.included = included;
    }

    Optional<MembershipType> find(long id) {
        if (included == null) {
            return Optional.empty();
        }
        for (JsonNode each : included) {
            if (each.path("type").asText().equals(TYPE)
                    && each.path("id").asLong() == id
                    && each.path("attributes").path("title").isTextual()) {
                return Optional.of(TypeFields.read(id, each.path("attributes")));
            }
        }
        return Optional.empty();
    }
}
