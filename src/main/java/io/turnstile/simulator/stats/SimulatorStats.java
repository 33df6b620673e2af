package io.turnstile.simulator.stats;

import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiOperation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Counts of what arrives and what is answered. Safe for any number of threads. */
public final class SimulatorStats {
    /** Stands for the status of a call that is never answered. */
    public static final int NEVER = 0;

    static final int REMEMBERED = 1000;

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<ApiOperation, Map<Integer, Long>> byOperation = new EnumMap<>(ApiOperation.class);
    private final Deque<RecordedCall> lastCalls = new ArrayDeque<>();
    private PeakWindow second;
    private PeakWindow minute;
    private long calls;
    private long violations;
    private int inFlight;
    private int maxInFlight;

    public SimulatorStats(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        reset();
    }

    /** Forgets everything but the calls in flight. */
    public synchronized void reset() {
        byOperation.clear();
        lastCalls.clear();
        second = new PeakWindow(Duration.ofSeconds(1).toNanos());
        minute = new PeakWindow(Duration.ofMinutes(1).toNanos());
        calls = 0;
        violations = 0;
        maxInFlight = inFlight;
    }

    public synchronized StatsSnapshot snapshot() {
        Map<ApiOperation, Map<Integer, Long>> copy = new EnumMap<>(ApiOperation.class);
        byOperation.forEach((operation, statuses) -> copy.put(operation, new TreeMap<>(statuses)));
        return new StatsSnapshot(
                calls, copy, violations, second.peak(), minute.peak(), maxInFlight, List.copyOf(lastCalls));
    }

    public synchronized void arrived(ApiCall call, int status, boolean violation) {
        long now = nanos.getAsLong();
        second.add(now);
        minute.add(now);
        calls++;
        violations += violation ? 1 : 0;
        byOperation.computeIfAbsent(call.operation(), o -> new TreeMap<>()).merge(status, 1L, Long::sum);
        if (lastCalls.size() == REMEMBERED) {
            lastCalls.removeFirst();
        }
        lastCalls.addLast(new RecordedCall(clock.instant(), call.operation(), call.target(), status));
    }

    public synchronized void entered() {
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
    }

    public synchronized void left() {
        inFlight--;
    }
}
