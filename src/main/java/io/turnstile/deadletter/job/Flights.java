package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Fate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows the letters that a run has replayed until it is known what became of them. One run's, one thread's. */
final class Flights {

    /** A letter that stays undecided while so many windows of later ones are decided waits for a retry. */
    private static final int WINDOWS = 4;

    private final int window;
    private final Map<String, Long> undecided = new LinkedHashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long written;
    private long scheduled;
    private long back;

    /** @param window how many letters may be undecided at a time */
    Flights(int window) {
        this.window = window;
    }

    void written(List<String> ids) {
        for (String id : ids) {
            undecided.put(id, written++);
        }
    }

    /** Asks what became of those that are undecided. */
    void update(Function<String, Optional<Fate>> fates) {
        for (Iterator<String> ids = undecided.keySet().iterator(); ids.hasNext(); ) {
            Fate fate = fates.apply(ids.next()).orElse(null);
            if (fate != null && fate.outcome() != Fate.Outcome.WAITING) {
                ids.remove();
                count(fate);
            }
        }
    }

    private void count(Fate fate) {
        if (fate.outcome() == Fate.Outcome.SCHEDULED) {
            scheduled++;
        } else {
            back++;
            reasons.merge(fate.reason().orElse("UNKNOWN"), 1L, Long::sum);
        }
    }

    /** Returns how many more may be written now. Those that wait for a retry hold nobody back. */
    int room() {
        long first = written - (long) WINDOWS * window;
        long counted =
                undecided.values().stream().filter(number -> number >= first).count();
        return (int) Math.max(0, window - counted);
    }

    boolean isEmpty() {
        return undecided.isEmpty();
    }

    long written() {
        return written;
    }

    long scheduled() {
        return scheduled;
    }

    long back() {
        return back;
    }

    /** Says for people how many came back and why. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "%d of the first %d came back: %s.",
                back,
                written,
                reasons.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", ")));
    }
}
