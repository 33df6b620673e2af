package io.turnstile.topic;

import io.turnstile.config.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Topics that Turnstile needs, each as it would be created. What people still have to work with never expires, and every
 * topic that a request can come to takes larger records than the requests topic: headers and evidence are added, and a
 * schedule holds the request and more.
 */
final class TopicPlan {

    /** Default of Kafka's brokers for {@code max.message.bytes}. */
    static final int DEFAULT_RECORD_BYTES = 1_048_588;

    private static final int HEADER_BYTES = 64 * 1024;

    private static final Map<String, String> WITHOUT_EXPIRY =
            Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");

    private final Settings settings;
    private final Collection<String> outcomes;

    /** @param outcomes topics that the routes name for outcomes */
    TopicPlan(Settings settings, Collection<String> outcomes) {
        this.settings = settings;
        this.outcomes = outcomes;
    }

    /** Returns the largest record that an outcome of the largest request needs, in bytes. */
    static int outcomeBytes(int requestBytes) {
        return (int) Math.min(Integer.MAX_VALUE, 2L * requestBytes + HEADER_BYTES);
    }

    /** Returns the requests topic, on whose settings those of others depend. */
    NewTopic requests() {
        return topic(settings.topics().requests(), settings.topics().partitions());
    }

    /**
     * Returns all topics.
     *
     * @param requestBytes the largest record of the requests topic, in bytes
     */
    List<NewTopic> all(int requestBytes) {
        List<NewTopic> all = new ArrayList<>();
        all.add(requests());
        all.add(large(settings.topics().schedules(), requestBytes, Map.of()));
        settings.retryTopics().forEach(name -> all.add(large(name, requestBytes, WITHOUT_EXPIRY)));
        all.add(large(settings.topics().deadLetters(), requestBytes, WITHOUT_EXPIRY));
        all.add(topic(settings.topics().resolutions(), settings.topics().partitions())
                .configs(WITHOUT_EXPIRY));
        all.add(topic(settings.topics().jobs(), 1).configs(WITHOUT_EXPIRY));
        List<String> names = all.stream().map(NewTopic::name).toList();
        outcomes.stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .forEach(name -> all.add(large(name, requestBytes, Map.of())));
        return all;
    }

    /** Returns the names of the topics that take larger records than the requests topic does. */
    List<String> large() {
        Settings.Topics topics = settings.topics();
        return Stream.of(
                        Stream.of(topics.schedules(), topics.deadLetters()),
                        settings.retryTopics().stream(),
                        outcomes.stream().sorted())
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    private NewTopic large(String name, int requestBytes, Map<String, String> more) {
        Map<String, String> configs = new HashMap<>(more);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(outcomeBytes(requestBytes)));
        return topic(name, settings.topics().partitions()).configs(configs);
    }

    private NewTopic topic(String name, int partitions) {
        int replication = settings.topics().replication();
        return new NewTopic(
                name, Optional.of(partitions), replication < 1 ? Optional.empty() : Optional.of((short) replication));
    }
}
