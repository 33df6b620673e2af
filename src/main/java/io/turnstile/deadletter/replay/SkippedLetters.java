package io.turnstile.deadletter.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Letters that are left out, by why. Not thread-safe. */
public final class SkippedLetters {

    private static final int NAMED = 20;

    private final Map<Plan.Why, List<String>> ids = new EnumMap<>(Plan.Why.class);
    private final Map<Plan.Why, Long> counts = new EnumMap<>(Plan.Why.class);
    private final Map<Plan.Why, String> details = new EnumMap<>(Plan.Why.class);

    public void add(Plan.Why why, String id) {
        add(why, 1, List.of(id));
    }

    /** @param detail more about why: the first one is kept */
    public void add(Plan.Why why, String id, String detail) {
        add(why, 1, List.of(id));
        details.putIfAbsent(why, detail);
    }

    public void add(Plan.Why why, long count, List<String> some) {
        if (count > 0) {
            List<String> named = ids.computeIfAbsent(why, any -> new ArrayList<>());
            some.stream().limit(NAMED - named.size()).forEach(named::add);
            counts.merge(why, count, Long::sum);
        }
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public List<Plan.LeftOut> list() {
        return counts.entrySet().stream()
                .map(each -> new Plan.LeftOut(
                        each.getKey(),
                        each.getValue(),
                        ids.get(each.getKey()),
                        details.getOrDefault(each.getKey(), "")))
                .toList();
    }

    /**
     * Adds the letters of a filter that the run did not see: others resolved them, or they went from Kafka.
     *
     * @param open how many nobody had resolved when they went; empty if that is not known
     */
    public static List<Plan.LeftOut> withUnseen(
            JobEvent.Submitted job, long done, List<Plan.LeftOut> leftOut, OptionalLong open) {
        if (job.order().selection().filter().isEmpty()) {
            return leftOut;
        }
        SkippedLetters all = new SkippedLetters();
        long seenOpen = 0;
        for (Plan.LeftOut each : leftOut) {
            all.add(each.why(), each.count(), each.ids());
            if (!each.detail().isEmpty()) {
                all.details.put(each.why(), each.detail());
            }
            seenOpen += each.why() == Plan.Why.RESOLVED ? 0 : each.count();
        }
        long meant = job.planned()
                + job.leftOut().stream().mapToLong(Plan.LeftOut::count).sum();
        long unseen = Math.max(0, meant - done - all.count());
        if (open.isEmpty()) {
            all.details.put(Plan.Why.GONE, "or others resolved them before the topic was created again");
        }
        long gone = Math.max(0, Math.min(unseen, open.orElse(Long.MAX_VALUE) - seenOpen));
        all.add(Plan.Why.GONE, gone, List.of());
        all.add(Plan.Why.RESOLVED, unseen - gone, List.of());
        return all.list();
    }

    /** Returns it for people; empty if nothing was left out. */
    public static String sentence(List<Plan.LeftOut> leftOut) {
        if (leftOut.isEmpty()) {
            return "";
        }
        return "Left out: "
                + leftOut.stream()
                        .map(each -> each.count() + " " + words(each.why())
                                + (each.detail().isEmpty() ? "" : " (" + each.detail() + ")"))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String words(Plan.Why why) {
        return switch (why) {
            case UNKNOWN -> "that no dead letter is known for";
            case RESOLVED -> "that were replayed or discarded already";
            case REPLAYED_TOO_OFTEN -> "that came back too often";
            case SUPERSEDED -> "that a newer request has superseded";
            case ORDER_NOT_KNOWN -> "of which Kafka no longer tells whether a newer request has superseded them";
            case GONE -> "that Kafka does not hold any more";
            case REFUSED -> "that Kafka refused";
            case VALUE_OMITTED -> "without their value";
        };
    }
}
