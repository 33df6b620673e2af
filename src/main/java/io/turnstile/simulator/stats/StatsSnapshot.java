package io.turnstile.simulator.stats;

import io.turnstile.simulator.api.ApiOperation;
import java.util.List;
import java.util.Map;

/**
 * Stats at one moment.
 *
 * @param calls all that arrived, faults included
 * @param byOperation how many of them got which status; operations that were never called are not there
 * @param violations how many were over the quota and got 429
 * @param maxPerSecond the most that arrived in any second, wherever it starts
 * @param maxPerMinute the most that arrived in any minute, wherever it starts
 * @param maxInFlight the most that waited for their answer at once, hanging ones not counted
 * @param lastCalls the last {@value SimulatorStats#REMEMBERED}, oldest first
 */
public record StatsSnapshot(
        long calls,
        Map<ApiOperation, Map<Integer, Long>> byOperation,
        long violations,
        int maxPerSecond,
        int maxPerMinute,
        int maxInFlight,
        List<RecordedCall> lastCalls) {

    /** Returns how many calls of an operation got a status. */
    public long count(ApiOperation operation, int status) {
        return byOperation.getOrDefault(operation, Map.of()).getOrDefault(status, 0L);
    }
}
