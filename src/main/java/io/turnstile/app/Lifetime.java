package io.turnstile.app;

import io.turnstile.booking.DurationFormat;
import io.turnstile.http.HealthResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** State of the process: whether it can work, and whether it is to continue. Thread-safe. */
final class Lifetime {

    private static final String NAME = "process";

    private final String instance;
    private final Clock clock;
    private final Instant begun;
    private final Consumer<String> stop;
    private volatile @Nullable String fault;
    private volatile boolean stopping;

    /** @param stop told, in one line for people, when the process has to end */
    Lifetime(String instance, Clock clock, Consumer<String> stop) {
        this.instance = instance;
        this.clock = clock;
        this.begun = clock.instant();
        this.stop = stop;
    }

    void cannotGoOn(String why) {
        fault = why;
        stop.accept(why);
    }

    void ends() {
        stopping = true;
    }

    /** Returns down when the process had better be started again. */
    List<HealthResult> live() {
        return List.of(fault == null ? HealthResult.up(NAME, running()) : HealthResult.down(NAME, fault));
    }

    /** Returns down also while it stops. */
    List<HealthResult> ready() {
        return stopping ? List.of(HealthResult.down(NAME, "is stopping")) : live();
    }

    private String running() {
        return String.format(
                Locale.ROOT,
                "instance '%s', up for %s",
                instance,
                DurationFormat.text(Duration.between(begun, clock.instant())));
    }
}
