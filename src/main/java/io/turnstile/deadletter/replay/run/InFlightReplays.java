package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.letter.ReplayOutcome;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Letters that a run has replayed, followed until it is known what became of them. One run's, one thread's. */
final class InFlightReplays {

    /** A letter that stays undecided while so many windows of later ones are decided waits for a retry. */
    private static final int WINDOWS = 4;

    /** Of so many that were decided last it is watched how many came back. */
    static final int WATCHED = 100;

    /** Stands among the reasons of those that came back. */
    private static final String SCHEDULED = "";

    private final int window;
    private final Map<String, Long> undecided = new LinkedHashMap<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long written;
    private long scheduled;
    private long back;

    /** @param window how many letters may be undecided at a time */
    InFlightReplays(int window) {
        this.window = window;
    }

    void written(List<String> replayedAs) {
        for (String each : replayedAs) {
            undecided.put(each, written++);
        }
    }

    /** Asks what became of those that are undecided. */
    void update(Function<Collection<String>, Map<String, ReplayOutcome>> fates) {
        if (undecided.isEmpty()) {
            return;
        }
        Map<String, ReplayOutcome> known = fates.apply(List.copyOf(undecided.keySet()));
        for (Iterator<String> each = undecided.keySet().iterator(); each.hasNext(); ) {
            Optional<ReplayOutcome> fate = Optional.ofNullable(known.get(each.next()));
            if (fate.isPresent() && fate.get().outcome() != ReplayOutcome.Outcome.WAITING) {
                each.remove();
                count(fate.get());
            }
        }
    }

    private void count(ReplayOutcome fate) {
        String reason = SCHEDULED;
        if (fate.outcome() == ReplayOutcome.Outcome.SCHEDULED) {
            scheduled++;
        } else {
            back++;
            reason = fate.reason().orElse("UNKNOWN");
            reasons.merge(reason, 1L, Long::sum);
        }
        last.addLast(reason);
        if (last.size() > WATCHED) {
            last.removeFirst();
        }
    }

    /** Returns how many more may be written now, of a share of the window. Those that wait for a retry hold nobody back. */
    int room(int share) {
        int most = Math.max(1, window / share);
        return (int) Math.max(0, most - undecidedOfTheLast(WINDOWS * window));
    }

    /** Returns how many of the letters that were written last are undecided. */
    long undecidedOfTheLast(int letters) {
        long first = written - letters;
        return undecided.values().stream().filter(number -> number >= first).count();
    }

    boolean mostOfTheLastCameBack() {
        return last.size() == WATCHED && backOfTheLast() * 2 > WATCHED;
    }

    private long backOfTheLast() {
        return last.stream().filter(reason -> !reason.equals(SCHEDULED)).count();
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

    /** Returns for people how many came back and why. */
    String sentence() {
        if (!mostOfTheLastCameBack()) {
            return String.format(Locale.ROOT, "%d of the first %d came back: %s.", back, written, words(reasons));
        }
        Map<String, Long> ofTheLast = last.stream()
                .filter(reason -> !reason.equals(SCHEDULED))
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        return String.format(
                Locale.ROOT, "%d of the last %d came back: %s.", backOfTheLast(), WATCHED, words(ofTheLast));
    }

    private static String words(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
