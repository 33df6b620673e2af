package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Membership types among the {@code included} objects of a search, whatever else is there. */
final class IncludedTypes {

    private static final String TYPE = "loyalty_abonement_type";

    private final List<JsonNode> included;

    /** Takes {@code included} as it came. */
    IncludedTypes(JsonNode included) {
        this.included = LenientValues.list(included).orElse(List.of());
    }

    Optional<MembershipType> find(long id) {
        for (JsonNode each : included) {
            JsonNode attributes = each.path("attributes");
            if (TYPE.equals(each.path("type").asText())
                    && LenientValues.id(each.path("id")).equals(OptionalLong.of(id))
                    && LenientValues.text(attributes.path("title")) != null) {
                return Optional.of(TypeFields.read(id, attributes));
            }
        }
        return Optional.empty();
    }
}
