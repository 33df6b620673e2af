package io.turnstile.topic;

import io.turnstile.config.KafkaProperties;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.kafka.Backoff;
import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topics on Kafka that the settings and the routes name: looked up, and created where they are missing. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Settings settings;
    private final TopicPlan plan;

    /** Takes the topics of the settings. */
    public Topics(Settings settings) {
        this(settings, Set.of());
    }

    /**
     * Takes the topics of the settings, and others.
     *
     * @param outcomes topics that the routes name for outcomes
     */
    public Topics(Settings settings, Set<String> outcomes) {
        this.settings = settings;
        this.plan = new TopicPlan(settings, outcomes);
    }

    /**
     * Creates the topics that are missing, or names them if they may not be created.
     *
     * @throws SettingsException in one line: no Kafka there, not allowed, or topics missing
     */
    public void ensure() {
        try (Admin admin = connect()) {
            List<NewTopic> missing = missing(admin);
            if (!missing.isEmpty() && !settings.topics().create()) {
                throw new SettingsException("Topics are missing: "
                        + String.join(", ", missing.stream().map(NewTopic::name).toList())
                        + ". Create them, or set turnstile.topic.create=true");
            }
            if (missing.stream()
                    .anyMatch(topic -> topic.name().equals(settings.topics().requests()))) {
                create(admin, List.of(plan.requests()));
            }
            create(admin, missing(admin));
        } catch (ExecutionException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns the topics that are not there, as they would be created. */
    public List<NewTopic> missing(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        return all(admin, existing).stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
    }

    /**
     * Asks Kafka whether it would create topics. Creates nothing.
     *
     * @return those that are still missing: others may have been created, or become known to the broker that is asked, since
     *     they were listed
     * @throws ExecutionException if Kafka would refuse one
     */
    public static List<NewTopic> tryToCreate(Admin admin, List<NewTopic> missing)
            throws InterruptedException, ExecutionException {
        return notThere(missing, admin.createTopics(missing, new CreateTopicsOptions().validateOnly(true)));
    }

    private static List<NewTopic> notThere(List<NewTopic> topics, CreateTopicsResult results)
            throws InterruptedException, ExecutionException {
        List<NewTopic> taken = new ArrayList<>();
        for (NewTopic each : topics) {
            try {
                results.values().get(each.name()).get();
                taken.add(each);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return taken;
    }

    /** Returns the names of all topics. */
    public List<String> names() {
        return plan.all(TopicPlan.DEFAULT_RECORD_BYTES).stream()
                .map(NewTopic::name)
                .toList();
    }

    private List<NewTopic> all(Admin admin, Set<String> existing) throws InterruptedException {
        String requests = settings.topics().requests();
        TopicConfigs known = TopicConfigs.read(admin, existing.contains(requests) ? Set.of(requests) : Set.of());
        return plan.all(known.recordBytes(requests).orElse(TopicPlan.DEFAULT_RECORD_BYTES));
    }

    /** Returns what should be changed in topics that exist, a line each. */
    public List<String> warnings(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        return TopicConfigs.read(
                        admin, names().stream().filter(existing::contains).toList())
                .warnings(plan, settings);
    }

    /** Logs what should be changed in topics that exist. */
    public void logWarnings() {
        try (Admin admin = connect()) {
            warnings(admin).forEach(LOG::warn);
        } catch (ExecutionException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** @throws SettingsException if the jobs topic has several partitions: each would have an owner who runs the jobs */
    public void requireOneJobsPartition(Admin admin) throws InterruptedException, ExecutionException {
        String jobs = settings.topics().jobs();
        int partitions = admin.describeTopics(List.of(jobs))
                .allTopicNames()
                .get()
                .get(jobs)
                .partitions()
                .size();
        if (partitions > 1) {
            throw new SettingsException(String.format(
                    Locale.ROOT,
                    "Topic %s has %d partitions and must have one: set turnstile.topic.jobs to another",
                    jobs,
                    partitions));
        }
    }

    /** Number of partitions of a topic. */
    public record Partitions(String topic, int count) {}

    /** Returns how many partitions the topics have from which requests are read: requests, then retries. */
    public List<Partitions> readPartitions() {
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

    /** @throws SettingsException in one line, if no Kafka answers, or if it lets nobody in */
    public Admin connect() throws InterruptedException {
        Admin admin = create();
        try {
            admin.describeCluster().nodes().get();
            return admin;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            if (e.getCause() instanceof AuthenticationException refused) {
                throw new SettingsException("Kafka at " + settings.kafka().brokers()
                        + " does not let Turnstile in: check turnstile.kafka.properties (" + rootMessage(refused)
                        + ")");
            }
            throw unreachable(e);
        }
    }

    private Admin create() {
        try {
            return AdminClients.create(settings, "topics");
        } catch (KafkaException e) {
            if (rootMessage(e).contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                throw unreachable(e);
            }
            throw new SettingsException(KafkaProperties.explain(e));
        }
    }

    private SettingsException unreachable(Exception fault) {
        return new SettingsException("No Kafka answers at " + settings.kafka().brokers()
                + ": start it, or set turnstile.kafka.brokers (" + rootMessage(fault) + ")");
    }

    private static String rootMessage(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static void create(Admin admin, List<NewTopic> missing) throws InterruptedException, ExecutionException {
        if (missing.isEmpty()) {
            return;
        }
        // Another instance that starts at the same time may have been quicker.
        notThere(missing, admin.createTopics(missing));
        awaitLeaders(admin, missing);
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
        Deadline deadline = Deadline.in(Duration.ofMillis(AdminClients.TIMEOUT_MS));
        Backoff backoff = new Backoff();
        while (!haveLeaders(admin, partitions)) {
            if (deadline.isOver()) {
                throw new SettingsException("Kafka created topics, but does not know them after "
                        + AdminClients.TIMEOUT_MS / 1000 + " s: start again");
            }
            backoff.pause(new CountDownLatch(1));
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
