package io.turnstile.booking;

import java.util.Optional;
import java.util.OptionalLong;

/** Makes memberships as a search returns them. */
final class Memberships {
    private Memberships() {}

    static Membership membership(long id, int balance) {
        return new Membership(id, "690348", (long) balance, OptionalLong.of(489159), Optional.empty());
    }
}
