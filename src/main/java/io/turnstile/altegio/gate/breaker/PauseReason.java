package io.turnstile.altegio.gate.breaker;

import io.turnstile.altegio.gate.call.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reason why the breaker pauses calls, and how it finds out when to resume.
 *
 * @param reason what is wrong
 * @param detail one sentence for a person, without secrets
 * @param failing the call that failed, which probes are chosen to be like; null if any will do
 * @param probeEvery time between probes
 */
public record PauseReason(GateStatus.Reason reason, String detail, @Nullable Call failing, Duration probeEvery) {}
