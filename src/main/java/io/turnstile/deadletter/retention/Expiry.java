package io.turnstile.deadletter.retention;

import io.turnstile.booking.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Settings of a topic by which Kafka deletes records that people still need.
 *
 * @param age how old records may get; empty if any age
 * @param bytes how large a partition may get; empty if any size
 * @param compacted whether only the last record of a key is kept
 */
public record Expiry(Optional<Duration> age, Optional<Long> bytes, boolean compacted) {

    /** Reads it from the settings of a topic. */
    public static Expiry of(Config config) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        boolean deletes = policy.contains(TopicConfig.CLEANUP_POLICY_DELETE);
        return new Expiry(
                limit(config, TopicConfig.RETENTION_MS_CONFIG, deletes).map(Duration::ofMillis),
                limit(config, TopicConfig.RETENTION_BYTES_CONFIG, deletes),
                policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static Optional<Long> limit(Config config, String key, boolean deletes) {
        long value = Long.parseLong(config.get(key).value());
        return deletes && value >= 0 ? Optional.of(value) : Optional.empty();
    }

    /** Says of the dead-letter topic what is lost, a sentence each, and what to do; nothing if all is well. */
    public List<String> ofLetters(String topic, Optional<Instant> oldestOpen, Instant now) {
        String lost = oldestOpen
                .flatMap(oldest -> left(oldest, now))
                .map(left -> left.isNegative() || left.isZero()
                        ? "the oldest open dead letter may go at any moment"
                        : "the oldest open dead letter in " + DurationFormat.text(left))
                .orElse("open dead letters with it");
        List<String> warnings = warnings(topic, lost, "open dead letters with it");
        if (compacted) {
            warnings.add(topic + " keeps one letter a key (cleanup.policy has compact): set cleanup.policy=delete");
        }
        return warnings;
    }

    /** Says the same of the resolutions' topic. */
    public List<String> ofResolutions(String topic) {
        String lost = "what was resolved is open again then";
        return warnings(topic, lost, lost);
    }

    private List<String> warnings(String topic, String byAge, String bySize) {
        List<String> warnings = new ArrayList<>();
        age.ifPresent(most -> warnings.add(String.format(
                Locale.ROOT,
                "%s drops what is older than %s (retention.ms=%d), %s: set retention.ms=-1",
                topic,
                DurationFormat.text(most),
                most.toMillis(),
                byAge)));
        bytes.ifPresent(most -> warnings.add(String.format(
                Locale.ROOT,
                "%s drops the oldest past %d bytes a partition (retention.bytes=%d), %s: set retention.bytes=-1",
                topic,
                most,
                most,
                bySize)));
        return warnings;
    }

    /** Returns how long Kafka is bound to keep a letter; negative if it may have deleted it already. */
    public Optional<Duration> left(Instant decidedAt, Instant now) {
        return age.map(most -> Duration.between(now, decidedAt).plus(most));
    }
}
