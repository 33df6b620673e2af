package io.turnstile.app;

import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.quota.QuotaUse;
import io.turnstile.http.api.PipelineStatus;
import io.turnstile.intake.ConsumerState;
import io.turnstile.topic.RequestLag;
import java.util.List;
import java.util.Locale;

/** Status of gate and intake in words for the console. */
final class StatusMapping {

    private StatusMapping() {}

    static PipelineStatus.Gate gate(GateStatus status, QuotaUse use) {
        return new PipelineStatus.Gate(
                status.holding().map(reason -> reason.name().toLowerCase(Locale.ROOT)),
                status.detail(),
                status.since(),
                status.throttledUntil(),
                use.perSecond(),
                use.perMinute(),
                use.usedSecond(),
                use.usedMinute(),
                use.waiting());
    }

    static PipelineStatus.Intake intake(RequestLag lag, List<ConsumerState> consumers) {
        return new PipelineStatus.Intake(
                lag.requests(),
                lag.retries(),
                consumers.stream()
                        .map(each -> new PipelineStatus.Consumer(
                                each.name(), each.partitions(), each.lastCommit(), each.fault()))
                        .toList());
    }
}
