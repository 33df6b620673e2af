package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.SkippedLetters;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Letters that a job means, oldest first, each as it stands when its turn comes. One thread's. */
interface LetterSource {

    /** Returns whether there are no more. */
    boolean isEmpty();

    /** Returns the next ones, at most this many; none does not mean that there are no more. */
    List<Candidate> next(int most);

    /** Gives up those that are left, because their topic is another one by now. */
    void abandon();

    /**
     * Finds the letters of a job.
     *
     * @param gone whether the topic that they stood on is another one by now
     * @param required what the index must show, at least
     * @param leftOut takes letters that are meant and are not there
     */
    static LetterSource of(
            JobEvent.Submitted job,
            boolean gone,
            LetterIndex index,
            Map<TopicPartition, Long> required,
            SkippedLetters leftOut) {
        LetterSource letters = job.order()
                .selection()
                .filter()
                .<LetterSource>map(filter -> new Filtered(filter.openOnly(), job.ends(), index, required))
                .orElseGet(() -> new Named(job, gone, index, required, leftOut));
        if (gone) {
            letters.abandon();
        }
        return letters;
    }

    /** Letters that a filter means. */
    final class Filtered implements LetterSource {

        private final Filter filter;
        private final Map<Integer, Long> ends;
        private final LetterIndex index;
        private final Map<TopicPartition, Long> required;
        private Optional<String> cursor = Optional.empty();
        private boolean ended;

        Filtered(Filter filter, Map<Integer, Long> ends, LetterIndex index, Map<TopicPartition, Long> required) {
            this.filter = filter;
            this.ends = ends;
            this.index = index;
            this.required = required;
        }

        @Override
        public boolean isEmpty() {
            return ended;
        }

        @Override
        public List<Candidate> next(int most) {
            Candidate.Page page = index.candidates(filter, ends, required, cursor, most);
            cursor = page.next();
            ended = cursor.isEmpty();
            return page.candidates();
        }

        @Override
        public void abandon() {
            ended = true;
        }
    }

    /** Letters named by id. */
    final class Named implements LetterSource {

        private final JobEvent.Submitted job;
        private final LetterIndex index;
        private final Map<TopicPartition, Long> required;
        private final SkippedLetters leftOut;
        private final NavigableMap<Long, String> left = new TreeMap<>();
        private boolean gone;

        Named(
                JobEvent.Submitted job,
                boolean gone,
                LetterIndex index,
                Map<TopicPartition, Long> required,
                SkippedLetters leftOut) {
            this.job = job;
            this.index = index;
            this.required = required;
            this.leftOut = leftOut;
            this.gone = gone;
            List<String> named = job.order().selection().ids();
            Map<String, Long> keys = gone ? Map.of() : index.keys(named, job.ends(), job.jobId(), required);
            keys.forEach((id, key) -> left.put(key, id));
            leaveOut(named.stream().filter(id -> !keys.containsKey(id)).toList());
        }

        /** Finds of letters that are not there whether somebody resolved them before they went, or they never were. */
        private void leaveOut(List<String> missing) {
            Map<String, String> resolvers = index.resolvers(missing, job.jobId(), job.ends(), gone);
            Set<String> unknown = new HashSet<>();
            job.leftOut().stream()
                    .filter(each -> each.why() == Plan.Why.UNKNOWN)
                    .forEach(each -> unknown.addAll(each.ids()));
            for (String id : missing) {
                String resolver = resolvers.get(id);
                if (resolver == null) {
                    leftOut.add(unknown.contains(id) ? Plan.Why.UNKNOWN : Plan.Why.GONE, id);
                } else if (!resolver.equals(job.jobId())) {
                    leftOut.add(Plan.Why.RESOLVED, id);
                }
            }
        }

        @Override
        public boolean isEmpty() {
            return left.isEmpty();
        }

        @Override
        public List<Candidate> next(int most) {
            Map<Long, String> taken = new TreeMap<>();
            while (taken.size() < most && !left.isEmpty()) {
                Map.Entry<Long, String> first = left.pollFirstEntry();
                taken.put(first.getKey(), first.getValue());
            }
            List<Candidate> next = index.candidates(taken.keySet(), required);
            Set<String> found = new HashSet<>();
            next.forEach(each -> found.add(each.letter().id()));
            leaveOut(taken.values().stream().filter(id -> !found.contains(id)).toList());
            return next;
        }

        @Override
        public void abandon() {
            gone = true;
            leaveOut(List.copyOf(left.values()));
            left.clear();
        }
    }
}
