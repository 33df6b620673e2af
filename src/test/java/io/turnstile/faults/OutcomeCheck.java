package io.turnstile.faults;

import io.turnstile.faults.Violation.Kind;
import io.turnstile.kafka.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Check that each request has exactly one outcome, and the right one. Pure. */
final class OutcomeCheck {

    private OutcomeCheck() {}

    static List<Violation> violations(Observed observed) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Seen> requests = observed.requests();
        Map<String, List<Seen>> outcomes = observed.outcomes();
        observed.sent().keySet().stream()
                .filter(id -> !requests.containsKey(id))
                .forEach(id -> violations.add(new Violation(Kind.LOST, id + " is not on the requests topic any more")));
        outcomes.keySet().stream()
                .filter(id -> !requests.containsKey(id))
                .forEach(id -> violations.add(new Violation(Kind.UNASKED, id + " has an outcome, and is no request")));
        requests.keySet().forEach(id -> {
            List<Seen> own = outcomes.getOrDefault(id, List.of());
            if (own.isEmpty()) {
                violations.add(new Violation(Kind.LOST, id + " has no outcome" + requestClass(observed, id, requests)));
            } else if (own.size() > 1) {
                String places = own.stream().map(Seen::place).sorted().collect(Collectors.joining(", "));
                violations.add(new Violation(Kind.REPEATED, id + " has outcomes " + places));
            } else {
                wrong(observed, id, own.get(0), requests, violations);
            }
        });
        return violations;
    }

    private static String requestClass(Observed observed, String id, Map<String, Seen> requests) {
        return observed.sentFirst(id, requests)
                .map(each -> " (" + each.request().requestClass() + ")")
                .orElse("");
    }

    private static void wrong(
            Observed observed, String id, Seen outcome, Map<String, Seen> requests, List<Violation> violations) {
        Sent sent = observed.sentFirst(id, requests).orElse(null);
        if (sent == null) {
            violations.add(new Violation(Kind.UNASKED, id + " was written by nobody"));
            return;
        }
        String reason = observed.isSchedule(outcome) ? Request.SCHEDULED : outcome.header(HeaderNames.REASON);
        Set<String> expected = sent.request().expected();
        boolean isExplained = observed.changing(sent.request(), requests.get(id).at(), outcome.at()).stream()
                .anyMatch(each -> each.reach().reasons().contains(reason));
        if (!expected.contains(reason) && !isExplained) {
            violations.add(new Violation(
                    Kind.WRONG_OUTCOME,
                    "%s (%s) is %s instead of %s: %s"
                            .formatted(
                                    id,
                                    sent.request().requestClass(),
                                    reason,
                                    expected,
                                    outcome.header(HeaderNames.MESSAGE))));
        }
    }
}
