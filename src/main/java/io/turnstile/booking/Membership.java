package io.turnstile.booking;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Membership of the client that covers the event, as the search returned it.
 *
 * @param number its number for people; null if the API gave none
 * @param balance visits left; null if the answer does not say how many
 * @param typeId its type's id, if the API named one
 * @param type its type, if the search's answer held it
 */
public record Membership(
        long id, @Nullable String number, @Nullable Long balance, OptionalLong typeId, Optional<MembershipType> type) {

    /** Returns this membership with the type given, or as it is when the type is null. */
    public Membership withType(MembershipType learned) {
        return learned == null ? this : new Membership(id, number, balance, typeId, Optional.of(learned));
    }
}
