package io.turnstile.intake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Faults by which Kafka refuses one record, or one topic, and nothing else. */
final class KafkaRefusal {

    private KafkaRefusal() {}

    /** Returns whether the fault concerns the record that was sent, or its topic. */
    static boolean isOfThisRecord(KafkaException fault) {
        return isForGood(fault) || isOfTopic(fault);
    }

    /** Returns whether the record is too large. */
    static boolean isOfSize(KafkaException fault) {
        return fault instanceof RecordTooLargeException || fault instanceof RecordBatchTooLargeException;
    }

    /** Returns whether Kafka will never take the record as it is. */
    static boolean isForGood(KafkaException fault) {
        return isOfSize(fault)
                || fault instanceof InvalidRecordException
                || fault instanceof PolicyViolationException
                || fault instanceof SerializationException;
    }

    /**
     * Returns whether the topic does not take any record now: it is not there, not for us, its leader is away, or it does not
     * take the time that this machine has.
     */
    static boolean isOfTopic(KafkaException fault) {
        return fault instanceof UnknownTopicOrPartitionException
                || fault instanceof InvalidTopicException
                || fault instanceof TopicAuthorizationException
                || fault instanceof InvalidTimestampException
                || fault instanceof TimeoutException;
    }

    /** Returns whether the fault says of which topic it is. */
    static boolean namesItsTopic(KafkaException fault) {
        return fault instanceof TimeoutException || fault instanceof TopicAuthorizationException;
    }

    /** Returns whether the fault may be one of a record for this topic: false if it names another topic. */
    static boolean mayConcern(KafkaException fault, String topic) {
        if (fault instanceof TopicAuthorizationException unauthorized) {
            return unauthorized.unauthorizedTopics().contains(topic);
        }
        String message = String.valueOf(fault.getMessage());
        return !(fault instanceof TimeoutException)
                || message.contains(" for " + topic + "-")
                || message.contains("Topic " + topic + " not present");
    }

    /** Returns the partition that a record was for in vain, as the fault names it: {@code topic-number}; empty if it names none. */
    static Optional<String> partition(KafkaException fault, String topic) {
        Matcher named = Pattern.compile(" for (" + Pattern.quote(topic) + "-\\d+):")
                .matcher(String.valueOf(fault.getMessage()));
        return fault instanceof TimeoutException && named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }

    /** Kafka's client says by the message alone that it waited for a topic in vain. */
    private static boolean isMissing(KafkaException timeout) {
        return String.valueOf(timeout.getMessage()).contains("not present in metadata");
    }

    /** Returns in words for people what Kafka has against the record. */
    static String inWords(KafkaException fault, String topic) {
        if (isOfSize(fault)) {
            return "it is larger than topic " + topic + " takes (max.message.bytes)";
        }
        if (fault instanceof TopicAuthorizationException) {
            return "this instance may not write to topic " + topic;
        }
        if (fault instanceof InvalidTimestampException) {
            return "topic " + topic + " does not take the time that this machine's clock shows";
        }
        if (fault instanceof TimeoutException && !isMissing(fault)) {
            return partition(fault, topic)
                    .map(each -> "partition " + each + " does not answer: it may be without a leader")
                    .orElse("topic " + topic + " does not answer: a partition may be without a leader");
        }
        if (isOfTopic(fault)) {
            return "topic " + topic + " is not there";
        }
        return "topic " + topic + " does not take it: a compacted topic needs a key";
    }
}
