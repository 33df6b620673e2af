package io.turnstile.ops.access;

import java.util.Objects;

/**
 * Is who calls.
 *
 * @param name what they call themselves, or their role's name if they do not say
 */
public record Caller(Role role, String name) {

    public Caller {
        Objects.requireNonNull(role);
        Objects.requireNonNull(name);
    }
}
