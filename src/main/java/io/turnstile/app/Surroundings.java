package io.turnstile.app;

import io.turnstile.altegio.gate.GateStatus;
import io.turnstile.altegio.gate.QuotaUse;
import io.turnstile.intake.ConsumerState;
import io.turnstile.ops.api.Situation;
import java.util.List;
import java.util.Locale;

/** Words what gate and intake know of themselves for the console. */
final class Surroundings {

    private Surroundings() {}

    static Situation.Gate gate(GateStatus status, QuotaUse use) {
        return new Situation.Gate(
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

    static Situation.Intake intake(RequestLag lag, List<ConsumerState> consumers) {
        return new Situation.Intake(
                lag.requests(),
                lag.retries(),
                consumers.stream()
                        .map(each ->
                                new Situation.Consumer(each.name(), each.partitions(), each.lastCommit(), each.fault()))
                        .toList());
    }
}
