package io.turnstile.http;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.turnstile.http.api.Api;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parts that the server shows.
 *
 * @param startup parts that must be up before the process counts as started
 * @param liveness parts without which the process had better be started again
 * @param silent parts that must be up to be ready, and whose changes are logged here
 * @param logged parts that must be up to be ready, and which log their changes themselves
 * @param metrics what counts
 * @param desk what {@code /api} works with; empty if there is none to serve
 */
public record HttpParts(
        List<Health.Check> startup,
        List<Health.Check> liveness,
        List<Health.Check> silent,
        List<Health.Check> logged,
        List<MeterBinder> metrics,
        Optional<Api.Dependencies> desk) {

    public HttpParts {
        startup = List.copyOf(startup);
        liveness = List.copyOf(liveness);
        silent = List.copyOf(silent);
        logged = List.copyOf(logged);
        metrics = List.copyOf(metrics);
        Objects.requireNonNull(desk);
    }

    Health started() {
        return Health.of(startup);
    }

    Health live() {
        return Health.of(liveness);
    }

    Health readiness() {
        return Health.of(Stream.concat(silent.stream(), logged.stream()).toList());
    }
}
