package io.turnstile.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.faults.Violation.Kind;
import io.turnstile.kafka.HeaderNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;

/** Check that key, value and headers of a request survive to its outcome. Pure. */
final class OriginalsCheck {

    private static final JsonMapper JSON = new JsonMapper();

    private OriginalsCheck() {}

    static List<Violation> violations(Observed observed) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Seen> requests = observed.requests();
        observed.outcomes().forEach((id, outcomes) -> {
            Seen request = requests.get(id);
            if (request != null && !isMadeSmaller(observed, id, outcomes.get(0), requests)) {
                outcomes.forEach(each -> compare(observed, id, request, each, violations));
            }
        });
        return violations;
    }

    /** Returns whether Kafka may have refused the outcome as it was. */
    private static boolean isMadeSmaller(Observed observed, String id, Seen outcome, Map<String, Seen> requests) {
        return observed.sentFirst(id, requests).stream()
                .flatMap(sent ->
                        observed.changing(sent.request(), requests.get(id).at(), outcome.at()).stream())
                .anyMatch(each -> each instanceof KafkaFault);
    }

    private static void compare(Observed observed, String id, Seen request, Seen outcome, List<Violation> violations) {
        boolean isSchedule = observed.isSchedule(outcome);
        String where = id + " to " + outcome.place() + ": ";
        if (!Arrays.equals(request.record().key(), outcome.record().key())) {
            violations.add(new Violation(Kind.CHANGED, where + "key"));
        }
        if (isSchedule
                ? !quotes(outcome, request)
                : !Arrays.equals(request.record().value(), outcome.record().value())) {
            violations.add(new Violation(Kind.CHANGED, where + "value"));
        }
        Predicate<String> own = isSchedule ? OriginalsCheck::isSchedulesOwn : HeaderNames::isOwn;
        List<String> before = headers(request, own);
        List<String> after = headers(outcome, own);
        if (!before.equals(after)) {
            violations.add(new Violation(Kind.CHANGED, where + "headers " + before + " became " + after));
        }
    }

    private static boolean quotes(Seen schedule, Seen request) {
        try {
            JsonNode asItCame = JSON.readTree(request.record().value());
            return JSON.readTree(schedule.record().value()).path("request").equals(asItCame);
        } catch (IOException noJson) {
            return false;
        }
    }

    private static boolean isSchedulesOwn(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return HeaderNames.isOwn(name)
                || lower.startsWith("ce_")
                || lower.startsWith("camel")
                || lower.equals(HeaderNames.CONTENT_TYPE);
    }

    private static List<String> headers(Seen of, Predicate<String> own) {
        List<String> headers = new ArrayList<>();
        for (Header each : of.record().headers()) {
            if (!own.test(each.key())) {
                headers.add(each.key() + "=" + Arrays.hashCode(each.value()));
            }
        }
        return headers;
    }
}
