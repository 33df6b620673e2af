package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.replay.EligibilityRules;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.SkippedLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Planner of what a job would do now. Thread-safe. */
final class Planner {

    /** A search and a check, for most letters. */
    private static final int CALLS = 2;

    private static final int PAGE = 10_000;

    private final LetterIndex index;
    private final EligibilityRules rules;
    private final OptionalDouble callsPerSecond;

    /** @param callsPerSecond how many the quota allows; empty for no limit */
    Planner(LetterIndex index, EligibilityRules rules, OptionalDouble callsPerSecond) {
        this.index = index;
        this.rules = rules;
        this.callsPerSecond = callsPerSecond;
    }

    Plan plan(JobRequest order) {
        Count count = new Count(order);
        Optional<Filter> filter = order.selection().filter();
        if (filter.isPresent()) {
            index.tallies(filter.get()).forEach(count::add);
            return count.plan();
        }
        Optional<String> cursor = Optional.empty();
        do {
            Candidate.Page page = index.candidates(order.selection(), cursor, PAGE);
            page.candidates().forEach(each -> count.add(LetterGroup.of(each)));
            cursor = page.next();
        } while (cursor.isPresent());
        count.addUnknown();
        return count.plan();
    }

    private final class Count {

        private final JobRequest order;
        private final SkippedLetters leftOut = new SkippedLetters();
        private final Map<String, Group> groups = new TreeMap<>();
        private final Set<String> missing;
        private long takes;
        private long calls;

        Count(JobRequest order) {
            this.order = order;
            this.missing = new HashSet<>(order.selection().ids());
        }

        void add(LetterGroup alike) {
            alike.some().forEach(missing::remove);
            Group group = alike.group();
            Optional<Plan.Why> why = rules.leavesOut(order, alike);
            if (why.isPresent()) {
                leftOut.add(why.get(), group.count(), alike.some());
                return;
            }
            takes += group.count();
            calls += group.count() * callsOfOne(alike);
            groups.merge(group.kind() + " " + group.reason(), group, Count::both);
        }

        /** What is no booking request costs no call, unless it is edited, which only a letter named by id can be. */
        private int callsOfOne(LetterGroup alike) {
            boolean asked = !alike.group().kind().equals("malformed")
                    || order.edits().containsKey(alike.some().get(0));
            return order.action() == Action.REPLAY && asked ? CALLS : 0;
        }

        private static Group both(Group one, Group other) {
            return new Group(
                    one.kind(),
                    one.reason(),
                    one.count() + other.count(),
                    earlier(one.oldest(), other.oldest()),
                    earlier(one.newest(), other.newest()).equals(one.newest()) ? other.newest() : one.newest());
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        void addUnknown() {
            order.selection().ids().stream().filter(missing::contains).forEach(id -> leftOut.add(Plan.Why.UNKNOWN, id));
        }

        Plan plan() {
            List<Group> byReason = groups.values().stream()
                    .sorted(Comparator.comparingLong(Group::count).reversed())
                    .toList();
            return new Plan(takes + leftOut.count(), takes, byReason, leftOut.list(), calls, duration());
        }

        private Optional<Duration> duration() {
            if (order.rate().isEmpty() && (callsPerSecond.isEmpty() || order.action() == Action.DISCARD)) {
                return Optional.empty();
            }
            double atRate = order.rate().isPresent() ? takes / order.rate().getAsDouble() : 0;
            double atQuota = callsPerSecond.isPresent() ? calls / callsPerSecond.getAsDouble() : 0;
            return Optional.of(Duration.ofSeconds((long) Math.ceil(Math.min(Math.max(atRate, atQuota), 1e12))));
        }
    }
}
