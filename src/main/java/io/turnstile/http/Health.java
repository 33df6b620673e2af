package io.turnstile.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Result of all checks at one moment; {@code DOWN} if any part is.
 *
 * @param checks in the order they were asked for
 */
public record Health(HealthResult.Status status, List<HealthResult> checks) {

    public Health {
        checks = List.copyOf(checks);
    }

    /** Looks at all parts. */
    static Health of(List<Check> parts) {
        List<HealthResult> checks =
                parts.stream().flatMap(part -> part.look().stream()).toList();
        boolean up = checks.stream().allMatch(HealthResult::isUp);
        return new Health(up ? HealthResult.Status.UP : HealthResult.Status.DOWN, checks);
    }

    /** Returns what was found at the part of this name; without checks if there is none. */
    Health of(String name) {
        List<HealthResult> named =
                checks.stream().filter(each -> each.name().equals(name)).toList();
        boolean up = named.stream().allMatch(HealthResult::isUp);
        return new Health(up ? HealthResult.Status.UP : HealthResult.Status.DOWN, named);
    }

    @JsonIgnore
    boolean isUp() {
        return status == HealthResult.Status.UP;
    }

    /** Check of one part, or of several of a kind. Is called on any thread, often, and must neither wait nor call elsewhere. */
    @FunctionalInterface
    public interface Check {

        List<HealthResult> look();
    }
}
