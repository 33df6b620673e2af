package io.turnstile.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;

/**
 * Result of one look at one part.
 *
 * @param name which part: a word or two
 * @param detail one sentence for a person, without secrets
 */
public record HealthResult(String name, Status status, String detail) {

    public HealthResult {
        Objects.requireNonNull(name);
        Objects.requireNonNull(status);
        Objects.requireNonNull(detail);
    }

    /** Word that health endpoints use for whether a part works. */
    public enum Status {
        UP,
        /** It waits on purpose, and continues by itself: that is no reason to send callers elsewhere. */
        WAITING,
        DOWN
    }

    public static HealthResult up(String name, String detail) {
        return new HealthResult(name, Status.UP, detail);
    }

    public static HealthResult waiting(String name, String detail) {
        return new HealthResult(name, Status.WAITING, detail);
    }

    public static HealthResult down(String name, String detail) {
        return new HealthResult(name, Status.DOWN, detail);
    }

    @JsonIgnore
    public boolean isUp() {
        return status != Status.DOWN;
    }
}
