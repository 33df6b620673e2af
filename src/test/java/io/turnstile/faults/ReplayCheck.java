package io.turnstile.faults;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.faults.Violation.Kind;
import io.turnstile.kafka.HeaderNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Check that each letter was replayed once at most, and that its request and its resolution name each other. Pure. */
final class ReplayCheck {

    private static final JsonMapper JSON = new JsonMapper();

    private ReplayCheck() {}

    static List<Violation> violations(Observed observed) {
        Map<String, List<@Nullable String>> replayed = new HashMap<>();
        Map<String, List<@Nullable String>> written = new HashMap<>();
        for (Seen each : observed.on(observed.topics().requests())) {
            String letter = each.header(HeaderNames.REPLAY_OF);
            if (letter != null) {
                written.computeIfAbsent(letter, any -> new ArrayList<>()).add(each.place());
            }
        }
        for (Seen each : observed.on(observed.topics().resolutions())) {
            if (action(each).equals("replayed")) {
                String letter = new String(each.record().key(), StandardCharsets.UTF_8);
                replayed.computeIfAbsent(letter, any -> new ArrayList<>()).add(each.header(HeaderNames.REPLAYED_AS));
            }
        }
        List<Violation> violations = new ArrayList<>();
        TreeSet<String> letters = new TreeSet<>(written.keySet());
        letters.addAll(replayed.keySet());
        for (String each : letters) {
            List<@Nullable String> requests = written.getOrDefault(each, List.of());
            List<@Nullable String> resolutions = replayed.getOrDefault(each, List.of());
            if (requests.size() != 1 || !requests.equals(resolutions)) {
                violations.add(new Violation(
                        Kind.REPLAYED_TWICE,
                        each + " has requests " + requests + " and resolutions of " + resolutions));
            }
        }
        return violations;
    }

    private static String action(Seen resolution) {
        try {
            return JSON.readTree(resolution.record().value()).path("action").asText();
        } catch (IOException noJson) {
            return "none";
        }
    }
}
