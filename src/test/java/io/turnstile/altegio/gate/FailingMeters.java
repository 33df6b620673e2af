package io.turnstile.altegio.gate;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A registry whose timers throw an error once. */
final class FailingMeters extends SimpleMeterRegistry {

    private final AtomicReference<Error> next;

    FailingMeters(AtomicReference<Error> next) {
        this.next = next;
    }

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
        return new CumulativeTimer(id, clock, config, pauses, TimeUnit.SECONDS) {
            @Override
            protected void recordNonNegative(long amount, TimeUnit unit) {
                Error error = next == null ? null : next.getAndSet(null);
                if (error != null) {
                    throw error;
                }
                super.recordNonNegative(amount, unit);
            }
        };
    }
}
