package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;

/** Reads the fields of a membership type, in the names of the API's catalogue. What is missing is 0, false or null. */
final class TypeFields {

    private static final String[] PERIOD_UNITS = {null, "day", "week", "month", "year"};

    private TypeFields() {}

    static MembershipType read(long id, JsonNode fields) {
        return new MembershipType(
                id,
                fields.path("title").asText(null),
                fields.path("salon_group_id").canConvertToLong()
                        ? fields.path("salon_group_id").longValue()
                        : null,
                fields.path("period").asInt(),
                periodUnit(fields.path("period_unit_id").asInt()),
                fields.path("allow_freeze").asBoolean(),
                fields.path("freeze_limit").asInt(),
                fields.path("is_allow_empty_code").asBoolean(),
                fields.path("is_united_balance").asBoolean(),
                fields.path("united_balance_services_count").asInt());
    }

    private static String periodUnit(int id) {
        return id > 0 && id < PERIOD_UNITS.length ? PERIOD_UNITS[id] : null;
    }
}
