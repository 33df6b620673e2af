package io.turnstile.deadletter.index;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Says by which settings of a topic Kafka would delete records that people still need.
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

    /** Asks Kafka for the settings of a topic. */
    public static Expiry of(Admin admin, String topic, Duration timeout)
            throws ExecutionException, TimeoutException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(List.of(resource)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return of(configs.get(resource));
    }

    /**
     * Words what would be lost, a sentence each, with what to do; nothing if all is well.
     *
     * @param oldest when the oldest open letter was decided; empty if none is open
     */
    public List<String> warnings(String topic, Optional<Instant> oldest, Instant now) {
        List<String> warnings = new ArrayList<>();
        age.ifPresent(most -> warnings.add("%s drops what is older than %s%s: set retention.ms=-1"
                .formatted(
                        topic,
                        text(most),
                        oldest.map(from -> left(from, most, now)).orElse(", open dead letters with it"))));
        bytes.ifPresent(most -> warnings.add(
                "%s drops the oldest past %d bytes a partition, open dead letters with it: set retention.bytes=-1"
                        .formatted(topic, most)));
        if (compacted) {
            warnings.add(topic + " keeps one letter a key: set cleanup.policy=delete");
        }
        return warnings;
    }

    /** Returns how long Kafka is bound to keep a letter; negative if it may have deleted it already. */
    public Optional<Duration> left(Instant decidedAt, Instant now) {
        return age.map(most -> Duration.between(now, decidedAt).plus(most));
    }

    private String left(Instant from, Duration most, Instant now) {
        Duration left = Duration.between(now, from).plus(most);
        return left.isNegative()
                ? ", and the oldest open dead letter may go at any moment"
                : ", and the oldest open dead letter in " + text(left);
    }

    private static String text(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + (time.toDays() == 1 ? " day" : " days");
        }
        return time.toHours() > 0
                ? time.toHours() + " h"
                : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
