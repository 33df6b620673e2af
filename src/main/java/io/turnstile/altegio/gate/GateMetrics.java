package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.turnstile.altegio.gate.breaker.GateState;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Operation;
import io.turnstile.altegio.gate.quota.Quota;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Meters of what passes the gate, for Micrometer; all names begin with {@code turnstile.altegio}. Calls that passed before
 * it was bound are not counted. Thread-safe.
 */
public final class GateMetrics implements MeterBinder {

    private static final String PREFIX = "turnstile.altegio.";

    /** Bounds of the buckets of calls: a call ends after its timeout, 10 s unless that was set otherwise. */
    private static final Duration[] CALLS = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    /** Bounds of the buckets of waits: minutes where more comes in than the quota lets through. */
    private static final Duration[] WAITS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
    private final ConcurrentMap<Ended, Timer> calls = new ConcurrentHashMap<>();
    private final Timer waits = Timer.builder(PREFIX + "quota.wait")
            .description("Time that calls waited for the quota")
            .serviceLevelObjectives(WAITS)
            .register(meters);
    private final Counter retries = Counter.builder(PREFIX + "retries")
            .description("Attempts of calls that failed and were not given up")
            .register(meters);
    private final Counter shared = Counter.builder(PREFIX + "calls.shared")
            .description("Calls that were not made, because another's answer could serve")
            .register(meters);
    private final Ticker ticker;

    GateMetrics(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters.add(registry);
    }

    /** Shows what the gate knows of itself. */
    void show(GateState state, Quota quota) {
        Gauge.builder(PREFIX + "gate.flowing", state, shown -> shown.status().isHolding() ? 0 : 1)
                .description("1 while calls go through, 0 while the gate holds")
                .register(meters);
        for (GateStatus.Reason reason : GateStatus.Reason.values()) {
            Gauge.builder(
                            PREFIX + "gate.holding",
                            state,
                            shown -> shown.status()
                                            .holding()
                                            .filter(reason::equals)
                                            .isPresent()
                                    ? 1
                                    : 0)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .description("1 while the gate holds for this reason")
                    .register(meters);
        }
        gauge("quota.used.second", "Calls started in the last second", quota, Quota::usedLastSecond);
        gauge("quota.used.minute", "Calls started in the last minute", quota, Quota::usedLastMinute);
        gauge(
                "quota.limit.second",
                "This instance's share of the calls a second, 0 for no limit",
                quota,
                Quota::perSecond);
        gauge(
                "quota.limit.minute",
                "This instance's share of the calls a minute, 0 for no limit",
                quota,
                Quota::perMinute);
        gauge("quota.waiting", "Calls that wait for the quota", quota, Quota::waiting);
    }

    private void gauge(String name, String description, Quota quota, ToIntFunction<Quota> value) {
        Gauge.builder(PREFIX + name, quota, value::applyAsInt)
                .description(description)
                .register(meters);
    }

    void waited(long nanos) {
        waits.record(nanos, TimeUnit.NANOSECONDS);
    }

    void retried() {
        retries.increment();
    }

    void shared() {
        shared.increment();
    }

    /** Makes a call and notes how long it took and how it ended: by its status, or {@code none} without an answer. */
    BufferedResponse timed(Operation operation, Exchange exchange) throws IOException {
        long begun = ticker.read();
        String status = "none";
        try {
            BufferedResponse answer = exchange.run();
            status = String.valueOf(answer.status());
            return answer;
        } finally {
            timer(operation, status).record(ticker.read() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Operation operation, String status) {
        return calls.computeIfAbsent(new Ended(operation, status), ended -> Timer.builder(PREFIX + "calls")
                .tag("operation", operation.tag())
                .tag("status", status)
                .description("Calls made to Altegio")
                .serviceLevelObjectives(CALLS)
                .register(meters));
    }

    private record Ended(Operation operation, String status) {}

    /** A call that is timed. */
    @FunctionalInterface
    interface Exchange {
        BufferedResponse run() throws IOException;
    }
}
