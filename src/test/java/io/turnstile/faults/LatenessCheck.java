package io.turnstile.faults;

import io.turnstile.faults.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Check that no outcome comes later than its own class and the faults that may delay it explain. A request may take its class's
 * time; a fault that reaches it before then gives it that time again, counted from the end of the fault's aftermath. Pure.
 */
final class LatenessCheck {

    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** What a class takes that is slow, or fails, by itself: several tries of several seconds, one after the other. */
    private static final Map<String, Duration> OWN = Map.of(
            Traffic.Ill.SLOW.requestClass(), Duration.ofSeconds(15),
            Traffic.Ill.FAILING.requestClass(), Duration.ofSeconds(60),
            Traffic.Ill.REFUSED.requestClass(), Duration.ofSeconds(60),
            Traffic.Ill.HANGING.requestClass(), Duration.ofSeconds(90),
            Traffic.Ill.QUOTED_ERROR.requestClass(), Duration.ofSeconds(60));

    private final UnaryOperator<Duration> allowed;
    private final List<Struck> faults;

    /** @param allowance what a busy machine takes for a time that a quiet one takes */
    LatenessCheck(List<Struck> faults, UnaryOperator<Duration> allowance) {
        this.allowed = allowance;
        this.faults =
                faults.stream().sorted(Comparator.comparingLong(Struck::begin)).toList();
    }

    List<Violation> violations(Observed observed) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Seen>> outcomes = observed.outcomes();
        observed.sent().forEach((id, sent) -> {
            for (Seen each : outcomes.getOrDefault(id, List.of())) {
                long explained = latest(sent);
                if (each.at() > explained) {
                    violations.add(new Violation(
                            Kind.LATE,
                            "%s (%s) came after %d ms, %d ms are explained"
                                    .formatted(
                                            id,
                                            sent.request().requestClass(),
                                            each.at() - sent.at(),
                                            explained - sent.at())));
                }
            }
        });
        return violations;
    }

    /** Returns until when the outcome has to be there. */
    long latest(Sent sent) {
        long own = allowed.apply(OWN.getOrDefault(sent.request().requestClass(), LIMIT))
                .toMillis();
        long latest = sent.at() + own;
        for (Struck each : faults) {
            Reach reach = each.fault().reach();
            long over = each.end() + allowed.apply(reach.aftermath()).toMillis();
            if (reach.delayed().test(sent.request()) && each.begin() <= latest && over > sent.at()) {
                latest = Math.max(latest, over + own);
            }
        }
        return latest;
    }
}
