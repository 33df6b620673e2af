package io.turnstile.intake;

import io.turnstile.intake.outcome.OutcomeRefusedException;
import io.turnstile.kafka.TopicMetadataCache;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to Kafka's refusals, so that no record stops others. What Kafka will never take becomes a dead letter; a dead letter
 * that is refused says the same in fewer bytes; what is meant for a topic that is not there is tried again: as a request that
 * failed where the topic is a user's own, and in hand where Turnstile cannot work without it. One consumer's; polling thread
 * only.
 */
final class RefusedOutcomes {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedOutcomes.class);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /** A try takes eight seconds where nobody answers: what was waited for before it is what it still waits for. */
    private static final long REMEMBERED_MS = 15_000;

    /** A letter of its last form that is no larger has no large key: what refuses it for its size refuses every letter. */
    private static final int SMALL_BYTES = 4 * 1024;

    private final IntakeContext context;
    private final TopicMetadataCache metadata;

    /** By topic; or by partition, where only that does not answer. */
    private final Map<String, Pause> pauses = new HashMap<>();

    private final Map<LaneRecord, Pause> stuck = new HashMap<>();

    /** Records of which Kafka refused something: what is in one transaction with them may fail too. */
    private final Set<LaneRecord> suspects = new HashSet<>();

    /** @param metadata of the topics that are written to */
    RefusedOutcomes(IntakeContext context, TopicMetadataCache metadata) {
        this.context = context;
        this.metadata = metadata;
    }

    /** Returns whether a record's outcome is not to be committed now. */
    boolean isWaiting(LaneRecord record) {
        long now = context.clock().millis();
        if (isRunning(stuck.get(record), now)) {
            return true;
        }
        if (isForMissingTopic(record)) {
            return true;
        }
        boolean waits = false;
        for (ProducerRecord<byte[], byte[]> each : record.written()) {
            waits |= isLeaderless(each)
                    || isRunning(pauses.get(each.topic()), now)
                    || (!pauses.isEmpty() && isRunning(pauses.get(partition(each)), now));
        }
        return waits;
    }

    /** Kafka's producer would wait for the topic to be there, and everything else in the transaction with it. */
    private boolean isForMissingTopic(LaneRecord record) {
        Optional<String> missing = record.written().stream()
                .map(ProducerRecord::topic)
                .filter(metadata::isMissing)
                .findFirst();
        missing.ifPresent(topic -> {
            String why = "topic " + topic + " is not there";
            if (context.topics().own().contains(topic)) {
                note(topic, "Outcomes for " + topic + " wait: " + why, "outcomes wait: " + why);
            } else {
                redecide(
                        record,
                        new OutcomeRefusedException(
                                "Its record for " + topic + " cannot be written: " + why,
                                new UnknownTopicOrPartitionException(why)));
            }
        });
        return missing.isPresent();
    }

    /** Notes what outcomes wait for, which is looked at again every second; says so when that is new. */
    private void note(String place, String line, String why) {
        long now = context.clock().millis();
        Pause before = pauses.get(place);
        if (before == null || before.until < now - REMEMBERED_MS) {
            LOG.warn(line);
        }
        pauses.put(
                place,
                new Pause(
                        why,
                        before == null ? FIRST_PAUSE_MS : before.millis,
                        before == null ? now : Math.max(now, before.until)));
    }

    /**
     * Kafka's producer would wait for the leader, and everything else in the transaction with it. The topic is looked at
     * again every second, so the note of it is a short one.
     */
    private boolean isLeaderless(ProducerRecord<byte[], byte[]> written) {
        Optional<TopicPartition> leaderless = metadata.leaderlessFor(written);
        leaderless.ifPresent(each -> note(
                each.toString(),
                "Outcomes for " + each + " wait: it has no leader. Start the brokers that hold it.",
                "outcomes wait: partition " + each + " has no leader"));
        return leaderless.isPresent();
    }

    private String partition(ProducerRecord<byte[], byte[]> written) {
        return metadata.partitionOf(written).map(TopicPartition::toString).orElse("");
    }

    private static boolean isRunning(Pause pause, long now) {
        return pause != null && pause.until > now;
    }

    /** Returns whether a record had better be in a transaction of its own. */
    boolean isSuspect(LaneRecord record) {
        return suspects.contains(record);
    }

    /** Returns what some outcomes wait for, in one line; empty if none does. */
    Optional<String> reason() {
        long now = context.clock().millis();
        return pauses.values().stream()
                .filter(each -> each.until > now - REMEMBERED_MS)
                .map(Pause::why)
                .findFirst()
                .or(() -> stuck.values().stream().map(Pause::why).findFirst());
    }

    /** Notes that outcomes were committed: their topics are there, and the records are gone. */
    void committed(List<LaneRecord> records) {
        if (!pauses.isEmpty()) {
            records.forEach(each -> each.written().forEach(written -> {
                pauses.remove(written.topic());
                pauses.remove(partition(written));
            }));
        }
        stuck.keySet().removeAll(records);
        suspects.removeAll(records);
    }

    /** Forgets what is no longer in hand. */
    void keepOnly(Collection<LaneRecord> records) {
        stuck.keySet().retainAll(records);
        suspects.retainAll(records);
    }

    /**
     * Finds another way for each record that Kafka refused.
     *
     * @param records those of the transaction
     * @param refused outcomes, by identity, and what Kafka has against each
     */
    void handle(List<LaneRecord> records, Map<ProducerRecord<byte[], byte[]>, KafkaException> refused) {
        for (LaneRecord record : records) {
            record.written().stream()
                    .filter(refused::containsKey)
                    .findFirst()
                    .ifPresent(outcome -> handle(record, outcome, refused.get(outcome)));
        }
    }

    private void handle(LaneRecord record, ProducerRecord<byte[], byte[]> outcome, KafkaException fault) {
        suspects.add(record);
        String topic = outcome.topic();
        String why = KafkaRefusal.inWords(fault, topic);
        LOG.debug(
                "Kafka refused a record of request {}", record.record().origin().id(), fault);
        if (KafkaRefusal.isOfTopic(fault) && context.topics().own().contains(topic)) {
            String place = KafkaRefusal.partition(fault, topic).orElse(topic);
            pause(place, why);
        } else if (KafkaRefusal.isOfTopic(fault)) {
            redecide(
                    record,
                    new OutcomeRefusedException("Its record for " + topic + " cannot be written: " + why, fault));
        } else if (topic.equals(context.topics().deadLetters()) && outcome == record.outcome()) {
            SmallerLetter.of(outcome, fault, record.record().origin())
                    .ifPresentOrElse(record::replaceOutcome, () -> keepLetter(record, outcome, fault, why));
        } else {
            refuse(
                    record,
                    new OutcomeRefusedException("Its record for " + topic + " cannot be written: " + why, fault));
        }
    }

    /** Keeps a letter that is refused in its last form. */
    private void keepLetter(
            LaneRecord record, ProducerRecord<byte[], byte[]> letter, KafkaException fault, String why) {
        if (KafkaRefusal.isOfSize(fault) && size(letter) <= SMALL_BYTES) {
            pause(
                    letter.topic(),
                    "topic " + letter.topic() + " takes no letter, however small: raise its max.message.bytes");
        } else {
            keep(record, why);
        }
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        int size = record.key() == null ? 0 : record.key().length;
        for (Header each : record.headers()) {
            size += each.key().length() + (each.value() == null ? 0 : each.value().length);
        }
        return size;
    }

    private void pause(String place, String why) {
        Pause pause = longer(pauses.get(place), "outcomes wait: " + why);
        pauses.put(place, pause);
        LOG.atLevel(pause.level()).log("Outcomes for {} wait: {}", place, why);
    }

    private void redecide(LaneRecord record, OutcomeRefusedException fault) {
        try {
            record.redecide(context.routes().undecided(), fault);
        } catch (IllegalStateException e) {
            keep(record, e.getMessage());
        }
    }

    private void refuse(LaneRecord record, OutcomeRefusedException fault) {
        try {
            record.redecide(context.routes().refused(), fault);
        } catch (IllegalStateException e) {
            keep(record, e.getMessage());
        }
    }

    private void keep(LaneRecord record, String why) {
        String line = "Request " + record.record().origin().id() + " waits, for its outcome cannot be written: " + why;
        Pause pause = longer(stuck.get(record), line);
        stuck.put(record, pause);
        LOG.atLevel(pause.level()).log(line);
    }

    private Pause longer(Pause before, String why) {
        long pause = before == null ? FIRST_PAUSE_MS : Math.min(2 * before.millis, LONGEST_PAUSE_MS);
        return new Pause(why, pause, context.clock().millis() + pause);
    }

    /** A wait before the next try. */
    private record Pause(String why, long millis, long until) {

        /** Only the first is worth a line that everybody sees. */
        private org.slf4j.event.Level level() {
            return millis == FIRST_PAUSE_MS ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG;
        }
    }
}
