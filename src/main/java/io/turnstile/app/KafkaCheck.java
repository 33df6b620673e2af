package io.turnstile.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Looks whether Kafka answers, and whether the topics are there or could be made. Creates nothing. */
final class KafkaCheck {

    private static final String KAFKA = "kafka";
    private static final String TOPICS = "topics";

    private final Settings settings;
    private final Topics topics;
    private final Consumer<CheckResult> results;

    KafkaCheck(Settings settings, Consumer<CheckResult> results) {
        this.settings = settings;
        this.topics = new Topics(settings);
        this.results = results;
    }

    void run() throws InterruptedException {
        try (Admin admin = topics.connect()) {
            int brokers = admin.describeCluster().nodes().get().size();
            results.accept(CheckResult.ok(
                    KAFKA,
                    "%d broker%s at %s"
                            .formatted(
                                    brokers,
                                    brokers == 1 ? "" : "s",
                                    settings.kafka().brokers())));
            checkTopics(admin);
        } catch (SettingsException e) {
            results.accept(CheckResult.fail(KAFKA, e.getMessage()));
            results.accept(CheckResult.skip(TOPICS, "not looked at: no Kafka answers"));
        } catch (ExecutionException e) {
            results.accept(
                    CheckResult.fail(TOPICS, "Kafka refused: " + e.getCause().getMessage()));
        }
    }

    private void checkTopics(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> wanted = topics.wanted();
        List<NewTopic> missing = wanted.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        String names = String.join(", ", missing.stream().map(NewTopic::name).toList());
        if (missing.isEmpty()) {
            results.accept(CheckResult.ok(TOPICS, "all %d are there".formatted(wanted.size())));
        } else if (!settings.topics().create()) {
            results.accept(CheckResult.fail(
                    TOPICS, "missing: " + names + ". Create them, or set turnstile.topic.create=true"));
        } else {
            admin.createTopics(missing, new CreateTopicsOptions().validateOnly(true))
                    .all()
                    .get();
            results.accept(CheckResult.ok(
                    TOPICS,
                    "%d of %d are there; a start creates %s"
                            .formatted(wanted.size() - missing.size(), wanted.size(), names)));
        }
        checkExpiry(admin, existing);
    }

    private void checkExpiry(Admin admin, Set<String> existing) throws InterruptedException, ExecutionException {
        List<ConfigResource> keeping = new ArrayList<>();
        for (String topic :
                List.of(settings.topics().deadLetters(), settings.topics().resolutions())) {
            if (existing.contains(topic)) {
                keeping.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
            }
        }
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(keeping).all().get();
        for (ConfigResource topic : keeping) {
            warnOfExpiry(topic.name(), configs.get(topic));
        }
    }

    private void warnOfExpiry(String topic, Config config) {
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        long ms = Long.parseLong(value(config, TopicConfig.RETENTION_MS_CONFIG));
        long bytes = Long.parseLong(value(config, TopicConfig.RETENTION_BYTES_CONFIG));
        boolean deletes = policy.contains(TopicConfig.CLEANUP_POLICY_DELETE);
        if (deletes && ms >= 0) {
            warn(topic, "drops what is older than %s".formatted(Ages.text(Duration.ofMillis(ms))), "retention.ms", ms);
        }
        if (deletes && bytes >= 0) {
            warn(topic, "drops the oldest past %d bytes a partition".formatted(bytes), "retention.bytes", bytes);
        }
        if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                && topic.equals(settings.topics().deadLetters())) {
            results.accept(CheckResult.warn(
                    TOPICS, topic + " keeps one letter a key (cleanup.policy=" + policy + "): set it to delete"));
        }
    }

    private void warn(String topic, String what, String key, long value) {
        results.accept(CheckResult.warn(
                TOPICS, "%s %s (%s=%d), open dead letters with it: set %s=-1".formatted(topic, what, key, value, key)));
    }

    private static String value(Config config, String key) {
        return config.get(key).value();
    }
}
