package io.turnstile.simulator.stats;

import io.turnstile.simulator.api.ApiOperation;
import java.time.Instant;

/**
 * Call as the stats remember it.
 *
 * @param at when it arrived
 * @param operation what was asked
 * @param target path and query as they came
 * @param status what was decided on arrival: the status sent, or {@link SimulatorStats#NEVER} for none
 */
public record RecordedCall(Instant at, ApiOperation operation, String target, int status) {}
