package io.turnstile.topic;

import io.turnstile.config.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of existing topics on Kafka.
 *
 * @param byTopic those that could be read; Kafka may not let everybody look
 */
record TopicConfigs(Map<String, Config> byTopic) {

    private static final Logger LOG = LoggerFactory.getLogger(TopicConfigs.class);

    /** Reads the settings of topics that exist. */
    static TopicConfigs read(Admin admin, Collection<String> topics) throws InterruptedException {
        Map<String, Config> read = new HashMap<>();
        List<ConfigResource> asked = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var answers = admin.describeConfigs(asked).values();
        for (ConfigResource each : asked) {
            try {
                read.put(each.name(), answers.get(each).get());
            } catch (ExecutionException e) {
                LOG.debug("The settings of topic {} cannot be read", each.name(), e);
            }
        }
        return new TopicConfigs(read);
    }

    /** Returns the largest batch that a topic takes, in bytes; empty if that is not known. */
    Optional<Integer> recordBytes(String topic) {
        return number(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG).map(Long::intValue);
    }

    /**
     * Returns what is to be changed, a line for people each; nothing if all is well.
     *
     * @param plan what the topics should be like
     */
    List<String> warnings(TopicPlan plan, Settings settings) {
        List<String> warnings = new ArrayList<>();
        String requests = settings.topics().requests();
        recordBytes(requests).ifPresent(request -> plan.large()
                .forEach(topic -> size(topic, requests, request).ifPresent(warnings::add)));
        settings.retryTopics()
                .forEach(topic -> expiry(topic, "requests that wait for a retry are lost then", warnings));
        expiry(settings.topics().jobs(), "jobs are forgotten then", warnings);
        return warnings;
    }

    private Optional<String> size(String topic, String requests, int request) {
        int wanted = TopicPlan.outcomeBytes(request);
        return recordBytes(topic)
                .filter(most -> most < wanted)
                .map(most -> String.format(
                        Locale.ROOT,
                        ("%s takes records of %d bytes at most, and %s of %d: the outcome of a large request may not"
                                + " fit. Set max.message.bytes=%d on %s"),
                        topic,
                        most,
                        requests,
                        request,
                        wanted,
                        topic));
    }

    private void expiry(String topic, String lost, List<String> warnings) {
        Config config = byTopic.get(topic);
        if (config == null) {
            return;
        }
        ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s keeps one record a key (cleanup.policy=%s), %s. Set cleanup.policy=delete on %s",
                    topic,
                    policy.value(),
                    lost,
                    topic));
        }
        if (policy != null && !policy.value().contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return;
        }
        for (String key : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
            number(topic, key)
                    .filter(limit -> limit >= 0)
                    .ifPresent(limit -> warnings.add(String.format(
                            Locale.ROOT,
                            "%s drops old records (%s=%d), %s. Set %s=-1 on %s",
                            topic,
                            key,
                            limit,
                            lost,
                            key,
                            topic)));
        }
    }

    private Optional<Long> number(String topic, String key) {
        return Optional.ofNullable(byTopic.get(topic))
                .map(config -> config.get(key))
                .map(entry -> Long.parseLong(entry.value()));
    }
}
