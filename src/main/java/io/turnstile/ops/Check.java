package io.turnstile.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;

/**
 * Is what one look at one part found.
 *
 * @param name which part: a word or two
 * @param detail one sentence for a person, without secrets
 */
public record Check(String name, Status status, String detail) {

    public Check {
        Objects.requireNonNull(name);
        Objects.requireNonNull(status);
        Objects.requireNonNull(detail);
    }

    /** Says whether a part works; the words that health endpoints use. */
    public enum Status {
        UP,
        DOWN
    }

    public static Check up(String name, String detail) {
        return new Check(name, Status.UP, detail);
    }

    public static Check down(String name, String detail) {
        return new Check(name, Status.DOWN, detail);
    }

    @JsonIgnore
    public boolean isUp() {
        return status == Status.UP;
    }
}
