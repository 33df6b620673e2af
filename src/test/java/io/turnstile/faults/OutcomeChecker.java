package io.turnstile.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** All checks of what was observed. Pure. */
final class OutcomeChecker {

    private OutcomeChecker() {}

    /** @param allowance what a busy machine takes for a time that a quiet one takes */
    static List<Violation> check(Observed observed, UnaryOperator<Duration> allowance) {
        List<Violation> violations = new ArrayList<>(OutcomeCheck.violations(observed));
        violations.addAll(OriginalsCheck.violations(observed));
        violations.addAll(OrderCheck.violations(observed));
        violations.addAll(new LatenessCheck(observed.faults(), allowance).violations(observed));
        violations.addAll(ReplayCheck.violations(observed));
        return violations;
    }
}
