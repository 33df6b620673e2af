package io.turnstile.http.access;

import java.util.Objects;

/**
 * Somebody who may call.
 *
 * @param name what they call themselves, or their role's name if they do not say
 * @param address where they call from
 */
public record Caller(Role role, String name, String address) {

    public Caller {
        Objects.requireNonNull(role);
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
    }
}
