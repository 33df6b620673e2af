package io.turnstile.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Is what all checks found at one moment; {@code DOWN} if any part is.
 *
 * @param checks in the order they were asked for
 */
public record Health(Check.Status status, List<Check> checks) {

    public Health {
        checks = List.copyOf(checks);
    }

    /** Looks at all parts. */
    static Health of(List<HealthCheck> parts) {
        List<Check> checks =
                parts.stream().flatMap(part -> part.look().stream()).toList();
        boolean up = checks.stream().allMatch(Check::isUp);
        return new Health(up ? Check.Status.UP : Check.Status.DOWN, checks);
    }

    @JsonIgnore
    boolean isUp() {
        return status == Check.Status.UP;
    }
}
