package io.turnstile.app;

import io.turnstile.intake.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks which of the configured topics exist and creates those that do not. */
public final class Topics {

    /** Asked of topics that hold what people still have to work with: nothing in them expires. */
    private static final Map<String, String> WITHOUT_EXPIRY = Map.of("retention.ms", "-1", "retention.bytes", "-1");

    private static final int TIMEOUT_MS = 10_000;

    private final Settings settings;

    public Topics(Settings settings) {
        this.settings = settings;
    }

    /**
     * Creates the topics that are missing, or names them if they may not be created.
     *
     * @throws SettingsException in one line: no Kafka there, not allowed, or topics missing
     */
    public void ensure() {
        try (Admin admin = connect()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = wanted().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (!settings.topics().create()) {
                throw new SettingsException("Topics are missing: "
                        + String.join(", ", missing.stream().map(NewTopic::name).toList())
                        + ". Create them, or set turnstile.topic.create=true");
            }
            create(admin, missing);
            awaitLeaders(admin, missing);
        } catch (ExecutionException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Says how many partitions a topic has. */
    record Partitions(String topic, int count) {}

    /** Returns how many partitions the topics have from which requests are read: requests, then retries. */
    List<Partitions> readPartitions() {
        List<String> names = Stream.concat(Stream.of(settings.topics().requests()), settings.retryTopics().stream())
                .toList();
        try (Admin admin = connect()) {
            Map<String, TopicDescription> described =
                    admin.describeTopics(names).allTopicNames().get();
            return names.stream()
                    .map(name -> new Partitions(
                            name, described.get(name).partitions().size()))
                    .toList();
        } catch (ExecutionException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private SettingsException refused(ExecutionException fault) {
        return new SettingsException("Kafka at " + settings.kafka().brokers() + " refused to list or create topics: "
                + fault.getCause().getMessage());
    }

    private static IllegalStateException interrupted(InterruptedException fault) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while looking at the topics", fault);
    }

    /** @throws SettingsException in one line, if no Kafka answers */
    Admin connect() throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.kafka().properties());
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().brokers());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.instance() + "-topics");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        Admin admin = null;
        try {
            admin = Admin.create(properties);
            admin.describeCluster().nodes().get();
            return admin;
        } catch (KafkaException | ExecutionException e) {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
            throw new SettingsException(
                    "No Kafka answers at " + settings.kafka().brokers() + ": start it, or set turnstile.kafka.brokers ("
                            + rootMessage(e) + ")");
        }
    }

    private static String rootMessage(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Returns all topics, as they would be created. */
    List<NewTopic> wanted() {
        List<NewTopic> wanted = new ArrayList<>();
        Settings.Topics topics = settings.topics();
        Stream.concat(Stream.of(topics.requests(), topics.schedules()), settings.retryTopics().stream())
                .forEach(name -> wanted.add(topic(name)));
        wanted.add(topic(topics.deadLetters()).configs(WITHOUT_EXPIRY));
        wanted.add(topic(topics.resolutions()).configs(WITHOUT_EXPIRY));
        wanted.add(topic(topics.jobs(), 1).configs(WITHOUT_EXPIRY));
        return wanted;
    }

    private NewTopic topic(String name) {
        return topic(name, settings.topics().partitions());
    }

    private NewTopic topic(String name, int partitions) {
        int replication = settings.topics().replication();
        return new NewTopic(
                name, Optional.of(partitions), replication < 1 ? Optional.empty() : Optional.of((short) replication));
    }

    private static void create(Admin admin, List<NewTopic> missing) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            // Another instance that starts at the same time may have been quicker.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Waits until the new partitions can be written to. A producer's first batch to a partition whose leader has not taken
     * over yet is refused; if the second is then taken, the first is out of order for ever, and lost after two minutes.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        Instant end = Instant.now().plusMillis(TIMEOUT_MS);
        Backoff backoff = new Backoff();
        while (!haveLeaders(admin, partitions)) {
            if (Instant.now().isAfter(end)) {
                throw new SettingsException(
                        "Kafka created topics, but does not know them after " + TIMEOUT_MS / 1000 + " s: start again");
            }
            backoff.pause(() -> false);
        }
    }

    /** Waits for the leaders; returns false if the broker that was asked has not heard of a topic yet. */
    private static boolean haveLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
            throws InterruptedException, ExecutionException {
        try {
            admin.listOffsets(partitions).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
