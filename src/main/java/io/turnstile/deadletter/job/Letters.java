package io.turnstile.deadletter.job;

import io.turnstile.deadletter.index.Candidate;
import io.turnstile.deadletter.index.Candidates;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through the letters that a job means, oldest first, each as it stands when its turn comes. One thread's. */
interface Letters {

    /** Returns whether there are no more. */
    boolean isEmpty();

    /** Returns the next ones, at most this many; none does not mean that there are no more. */
    List<Candidate> next(int most);

    /** Returns ids that no letter has. */
    List<String> missing();

    static Letters of(JobEvent.Submitted job, LetterIndex index) {
        return job.order()
                .selection()
                .filter()
                .<Letters>map(filter -> new Filtered(openOnly(filter), job.ends(), index))
                .orElseGet(() -> new Named(job.order().selection().ids(), index));
    }

    private static Filter openOnly(Filter filter) {
        return new Filter(
                Optional.of(Status.OPEN),
                filter.kind(),
                filter.reason(),
                filter.locationId(),
                filter.clientId(),
                filter.eventId(),
                filter.since(),
                filter.until(),
                filter.text());
    }

    /** Goes through what a filter means. */
    final class Filtered implements Letters {

        private final Selection selection;
        private final Map<Integer, Long> ends;
        private final LetterIndex index;
        private Optional<String> cursor = Optional.empty();
        private boolean ended;

        Filtered(Filter filter, Map<Integer, Long> ends, LetterIndex index) {
            this.selection = Selection.of(filter);
            this.ends = ends;
            this.index = index;
        }

        @Override
        public boolean isEmpty() {
            return ended;
        }

        @Override
        public List<Candidate> next(int most) {
            Candidates page = index.candidates(selection, ends, cursor, most);
            cursor = page.next();
            ended = cursor.isEmpty();
            return page.candidates();
        }

        @Override
        public List<String> missing() {
            return List.of();
        }
    }

    /** Goes through letters named by id. */
    final class Named implements Letters {

        private final LetterIndex index;
        private final List<String> left;
        private final List<String> missing;

        Named(List<String> ids, LetterIndex index) {
            this.index = index;
            List<String> known = index
                    .candidates(Selection.of(ids), Map.of(), Optional.empty(), Math.max(1, ids.size()))
                    .candidates()
                    .stream()
                    .map(each -> each.letter().id())
                    .toList();
            this.left = new ArrayList<>(known);
            this.missing = new ArrayList<>(ids);
            missing.removeAll(new java.util.HashSet<>(known));
        }

        @Override
        public boolean isEmpty() {
            return left.isEmpty();
        }

        @Override
        public List<Candidate> next(int most) {
            List<String> ids = left.subList(0, Math.min(most, left.size()));
            List<Candidate> next = index.candidates(Selection.of(ids), Map.of(), Optional.empty(), ids.size())
                    .candidates();
            ids.clear();
            return next;
        }

        @Override
        public List<String> missing() {
            return missing;
        }
    }
}
