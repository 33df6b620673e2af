package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipType;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Fields of a membership type, in the names of the API's catalogue. What is missing is 0, false or null. */
final class TypeFields {

    private static final String[] PERIOD_UNITS = {null, "day", "week", "month", "year"};

    private TypeFields() {}

    static MembershipType read(long id, JsonNode fields) {
        OptionalLong chain = LenientValues.id(fields.path("salon_group_id"));
        return new MembershipType(
                id,
                LenientValues.text(fields.path("title")),
                chain.isPresent() ? chain.getAsLong() : null,
                LenientValues.countOrZero(fields.path("period")),
                periodUnit(LenientValues.countOrZero(fields.path("period_unit_id"))),
                isSet(fields.path("allow_freeze")),
                LenientValues.countOrZero(fields.path("freeze_limit")),
                isSet(fields.path("is_allow_empty_code")),
                isSet(fields.path("is_united_balance")),
                LenientValues.countOrZero(fields.path("united_balance_services_count")));
    }

    private static boolean isSet(JsonNode flag) {
        return LenientValues.flag(flag).orElse(false);
    }

    private static @Nullable String periodUnit(long id) {
        return id > 0 && id < PERIOD_UNITS.length ? PERIOD_UNITS[(int) id] : null;
    }
}
