package io.turnstile.deadletter.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects letters that are left out, by why. Not thread-safe. */
final class LeftOuts {

    private static final int NAMED = 20;

    private final Map<Plan.Why, List<String>> ids = new EnumMap<>(Plan.Why.class);
    private final Map<Plan.Why, Long> counts = new EnumMap<>(Plan.Why.class);

    void add(Plan.Why why, String id) {
        add(why, 1, List.of(id));
    }

    void add(Plan.Why why, long count, List<String> some) {
        if (count > 0) {
            List<String> named = ids.computeIfAbsent(why, any -> new ArrayList<>());
            some.stream().limit(NAMED - named.size()).forEach(named::add);
            counts.merge(why, count, Long::sum);
        }
    }

    long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Plan.LeftOut> list() {
        return counts.entrySet().stream()
                .map(each -> new Plan.LeftOut(each.getKey(), each.getValue(), ids.get(each.getKey())))
                .toList();
    }

    /**
     * Adds the letters of a filter that somebody else resolved between the plan and their turn: the run did not see them.
     *
     * @param leftOut what the run saw
     */
    static List<Plan.LeftOut> withResolved(JobEvent.Submitted job, long done, List<Plan.LeftOut> leftOut) {
        if (job.order().selection().filter().isEmpty()) {
            return leftOut;
        }
        LeftOuts all = new LeftOuts();
        leftOut.forEach(each -> all.add(each.why(), each.count(), each.ids()));
        long meant = job.planned()
                + job.leftOut().stream().mapToLong(Plan.LeftOut::count).sum();
        all.add(Plan.Why.RESOLVED, meant - done - all.count(), List.of());
        return all.list();
    }

    /** Says it for people; empty if nothing was left out. */
    static String sentence(List<Plan.LeftOut> leftOut) {
        if (leftOut.isEmpty()) {
            return "";
        }
        return "Left out: "
                + leftOut.stream()
                        .map(each -> each.count() + " " + words(each.why()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String words(Plan.Why why) {
        return switch (why) {
            case UNKNOWN -> "that no dead letter is known for";
            case RESOLVED -> "that were replayed or discarded already";
            case REPLAYED_TOO_OFTEN -> "that came back too often";
            case OVERTAKEN -> "that a newer request has overtaken";
        };
    }
}
