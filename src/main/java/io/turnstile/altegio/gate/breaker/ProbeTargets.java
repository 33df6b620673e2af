package io.turnstile.altegio.gate.breaker;

import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Operation;
import io.turnstile.altegio.gate.call.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Calls that Altegio answered, a few of each kind, of different clients and locations: made again, one is a <em>probe</em>
 * that tells whether Altegio is well. Before anything of a kind was answered, a probe is the failing call for a client (or
 * location) of number 0, who is nobody. Thread-safe, without a lock.
 */
public final class ProbeTargets {

    private static final int MOST = 6;
    private static final int MOST_OF_LOCATION = 3;
    private static final Pattern CLIENT = Pattern.compile("(?<=/client/)[0-9]+");
    private static final Pattern LOCATION = Pattern.compile("(?<=/company/)[0-9]+");
    private static final String TYPES_OF_NOBODY = "/company/0/loyalty/abonement_types/search?page=1&page_size=1";

    private final String basePath;
    private final AtomicReferenceArray<List<Call>> byOperation = new AtomicReferenceArray<>(Operation.values().length);

    /** @param basePath path of Altegio's address, without a slash at its end */
    public ProbeTargets(String basePath) {
        this.basePath = basePath;
        for (int kind = 0; kind < byOperation.length(); kind++) {
            byOperation.set(kind, List.of());
        }
    }

    /** Notes a read that was answered. */
    public void answered(Call call) {
        if (call.isRead()) {
            byOperation.updateAndGet(call.operation().ordinal(), known -> with(call, known));
        }
    }

    private static List<Call> with(Call call, List<Call> known) {
        if (!known.isEmpty() && known.get(0).target().equals(call.target())) {
            return known;
        }
        List<Call> next = new ArrayList<>(MOST);
        Map<String, Integer> ofLocation = new HashMap<>();
        Stream.concat(Stream.of(call), known.stream())
                .filter(each -> each == call || !each.subject().equals(call.subject()))
                .filter(each -> ofLocation.merge(each.location(), 1, Integer::sum) <= MOST_OF_LOCATION)
                .limit(MOST)
                .forEach(next::add);
        return List.copyOf(next);
    }

    /**
     * Returns the probes for a failing call, the best first: those of other clients at other locations tell most. Empty if
     * nothing was answered that tells anything.
     */
    public List<Call> knownLike(Call failing) {
        List<Call> known = others(byOperation.get(failing.operation().ordinal()), failing);
        if (!known.isEmpty() || failing.operation() != Operation.OTHER) {
            return known;
        }
        return knownOfAny(failing);
    }

    /** Returns the probes of any kind, for a question that the kind has no part in. */
    public List<Call> knownOfAny(Call failing) {
        List<Call> same = others(byOperation.get(failing.operation().ordinal()), failing);
        for (int kind = 0; same.isEmpty() && kind < byOperation.length(); kind++) {
            same = others(byOperation.get(kind), failing);
        }
        return same;
    }

    private static List<Call> others(List<Call> known, Call failing) {
        List<Call> elsewhere = new ArrayList<>();
        List<Call> here = new ArrayList<>();
        for (Call each : known) {
            if (!each.subject().equals(failing.subject())) {
                (each.location().equals(failing.location()) ? here : elsewhere).add(each);
            }
        }
        elsewhere.addAll(here);
        return elsewhere;
    }

    /** Returns a call as a probe. */
    public static Call of(String target, Priority priority) {
        return Call.probe(target, priority);
    }

    /** Returns a call like the failing one, for nobody. */
    public Call ofNobody(Call failing) {
        String target = failing.target();
        if (failing.operation() == Operation.OTHER) {
            target = basePath + TYPES_OF_NOBODY;
        } else if (CLIENT.matcher(target).find()) {
            target = CLIENT.matcher(target).replaceFirst("0");
        } else {
            target = LOCATION.matcher(target).replaceFirst("0");
        }
        return of(target, failing.priority());
    }
}
