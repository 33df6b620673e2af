package io.turnstile.topic;

import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.intake.progress.DecidedAbove;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guard against deciding requests again because a group's offsets are gone, or because the group is another. Only partitions
 * without a committed offset that hold records are in question, and only while nobody reads for the group: whoever reads has
 * settled the question. Where nothing was decided, a group starts with what is there.
 */
public final class OffsetGuard {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetGuard.class);

    /** So many records of each partition are looked at: enough to see that there are outcomes. */
    private static final long TAIL = 1_000;

    private final Admin admin;
    private final Settings settings;
    private final List<String> retryTopics;

    /** @param oldRetryTopics read beside those of the settings */
    public OffsetGuard(Admin admin, Settings settings, List<String> oldRetryTopics) {
        this.admin = admin;
        this.settings = settings;
        this.retryTopics = Stream.concat(settings.retryTopics().stream(), oldRetryTopics.stream())
                .toList();
    }

    /**
     * What was found for one group.
     *
     * @param offsets as they were read
     * @param decided which records are decided, counted from the partition's first, for each partition in question that has
     *     any
     * @param sources the known writers of schedules
     * @param completeSince from this time on no outcome is missing because Kafka deleted it; milliseconds since the epoch
     */
    private record Found(
            GroupOffsets offsets, Map<TopicPartition, BitSet> decided, Set<String> sources, long completeSince) {

        private long begin(TopicPartition partition) {
            return offsets.begins().get(partition);
        }
    }

    /**
     * Sees to it that the group has offsets wherever requests have outcomes.
     *
     * @throws SettingsException in one line, if it has not and is to refuse then
     */
    public void require(MissingOffsets choice) throws InterruptedException, ExecutionException {
        for (Found found : find(choice == MissingOffsets.REFUSE ? TAIL : Long.MAX_VALUE)) {
            switch (choice) {
                case REFUSE -> throw new SettingsException(line(found));
                case AFTER_OUTCOMES -> set(found, afterOutcomes(found));
                case BEGINNING -> set(found, beginning(found));
            }
        }
    }

    /** Returns why a start would be refused; empty if it would not. */
    public Optional<String> fault() throws InterruptedException, ExecutionException {
        return find(TAIL).stream().findFirst().map(this::line);
    }

    private List<Found> find(long atMost) throws InterruptedException, ExecutionException {
        Optional<Found> requests =
                find(settings.kafka().group(), List.of(settings.topics().requests()), atMost);
        Optional<Found> retries = find(settings.retryGroup(), retryTopics, atMost);
        return Stream.of(requests, retries).flatMap(Optional::stream).toList();
    }

    private Optional<Found> find(String group, List<String> topics, long atMost)
            throws InterruptedException, ExecutionException {
        GroupOffsets offsets = GroupOffsets.read(admin, group, topics);
        if (offsets.missing().isEmpty() || GroupOffsets.hasMembers(admin, group)) {
            return Optional.empty();
        }
        Found found = look(offsets, topics.contains(settings.topics().requests()), atMost);
        if (found.decided().isEmpty() || isSettled(group, found.decided().keySet())) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    /** An instance that started meanwhile may have decided what was seen, and commits offsets with its outcomes. */
    private boolean isSettled(String group, Collection<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        return GroupOffsets.hasMembers(admin, group)
                || GroupOffsets.committed(admin, group).keySet().containsAll(partitions);
    }

    private Found look(GroupOffsets offsets, boolean requests, long atMost)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, BitSet> decided = new HashMap<>();
        Set<String> sources = new TreeSet<>();
        Set<TopicPartition> missing = offsets.missing().keySet();
        Set<TopicPartition> outcomes = GroupOffsets.read(
                        admin,
                        offsets.group(),
                        Stream.concat(
                                        Stream.of(
                                                settings.topics().schedules(),
                                                settings.topics().deadLetters()),
                                        retryTopics.stream())
                                .toList())
                .begins()
                .keySet();
        try (DecidedRequests reader = new DecidedRequests(settings)) {
            if (requests) {
                reader.read(outcomes, atMost, seen -> {
                    if (missing.contains(seen.origin())) {
                        mark(decided, offsets, seen.origin(), seen.offset());
                        seen.source().ifPresent(sources::add);
                    }
                });
            } else {
                Map<String, List<DecidedRequests.Seen>> waiting = new HashMap<>();
                reader.read(missing, atMost, seen -> waiting.merge(id(seen), List.of(seen), OffsetGuard::both));
                reader.read(outcomes, atMost, seen -> waiting.getOrDefault(id(seen), List.of()).stream()
                        .filter(each -> each.attempt() < seen.attempt())
                        .forEach(each -> mark(decided, offsets, each.place(), each.placeOffset())));
            }
            return new Found(offsets, decided, sources, reader.completeSince());
        }
    }

    private static void mark(
            Map<TopicPartition, BitSet> decided, GroupOffsets offsets, TopicPartition partition, long offset) {
        long index = offset - offsets.begins().get(partition);
        if (index >= 0 && index < Integer.MAX_VALUE) {
            decided.computeIfAbsent(partition, any -> new BitSet()).set((int) index);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> beginning(Found found) {
        return found.offsets().missing().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new OffsetAndMetadata(each.getValue())));
    }

    /**
     * Returns where to continue. Requests before the last outcome that have none are still to be decided, as far back as no
     * outcome can be missing because Kafka deleted it.
     */
    private Map<TopicPartition, OffsetAndMetadata> afterOutcomes(Found found)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> complete =
                GroupOffsets.since(admin, found.decided().keySet(), found.completeSince());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        try (DecidedRequests reader = new DecidedRequests(settings)) {
            for (TopicPartition each : found.decided().keySet()) {
                BitSet decided = found.decided().get(each);
                long begin = found.begin(each);
                long end = begin + decided.length();
                if (end > found.offsets().ends().get(each)) {
                    throw new SettingsException(
                            "Outcomes name requests of " + each
                                    + " beyond its end: the topic was created again, and --missing-offsets=beginning decides what it holds");
                }
                SortedSet<Long> left = reader.offsets(each, Math.max(begin, complete.getOrDefault(each, end)), end);
                left.removeIf(offset -> decided.get((int) (offset - begin)));
                offsets.put(
                        each,
                        DecidedAbove.committed(left, end)
                                .orElseThrow(() -> new SettingsException(left.size() + " requests of " + each
                                        + " before its last outcome have none, more than can be kept beside an offset:"
                                        + " only --missing-offsets=beginning decides them")));
            }
        }
        return offsets;
    }

    private static String id(DecidedRequests.Seen seen) {
        return seen.origin() + "-" + seen.offset();
    }

    private static List<DecidedRequests.Seen> both(List<DecidedRequests.Seen> one, List<DecidedRequests.Seen> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private void set(Found found, Map<TopicPartition, OffsetAndMetadata> offsets)
            throws InterruptedException, ExecutionException {
        String group = found.offsets().group();
        try {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
            LOG.warn("Group {} had no offsets of some partitions, and continues there: {}", group, places(offsets));
        } catch (ExecutionException e) {
            if (!isSettled(group, offsets.keySet())) {
                throw e;
            }
        }
    }

    private static String places(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets.entrySet().stream()
                .map(each -> each.getKey() + " at " + each.getValue().offset())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private String line(Found found) {
        String topics = found.decided().keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        Set<String> others = new TreeSet<>(found.sources());
        boolean isNew = !others.isEmpty() && !others.contains(settings.source());
        String what = isNew
                ? String.format(
                        Locale.ROOT,
                        "Group '%s' is new, and requests of %s have outcomes of '%s' already",
                        found.offsets().group(),
                        topics,
                        String.join("', '", others))
                : String.format(
                        Locale.ROOT,
                        "Group '%s' has lost its offsets of %d of %d partitions of %s, whose requests have outcomes",
                        found.offsets().group(),
                        found.decided().size(),
                        found.offsets().count(),
                        topics);
        return what
                + ": it would decide them again. Start it once with --missing-offsets=after-outcomes to continue after the"
                + " last outcome of each partition, or with --missing-offsets=beginning to decide them again";
    }
}
