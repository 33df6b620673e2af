package io.turnstile.preflight;

import io.turnstile.app.DeadLetterWiring;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.retention.Expiry;
import io.turnstile.topic.OffsetGuard;
import io.turnstile.topic.OldRetryTopics;
import io.turnstile.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Check whether Kafka answers, and whether the topics are there or could be made. Creates nothing. */
final class KafkaCheck {

    private static final String KAFKA = "kafka";
    private static final String TOPICS = "topics";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Topics topics;
    private final Consumer<CheckResult> results;
    private final Clock clock = Clock.systemUTC();

    /** @param outcomes topics that the routes name for outcomes */
    KafkaCheck(Settings settings, Set<String> outcomes, Consumer<CheckResult> results) {
        this.settings = settings;
        this.topics = new Topics(settings, outcomes);
        this.results = results;
    }

    void run() throws InterruptedException {
        try (Admin admin = topics.connect()) {
            int brokers = admin.describeCluster().nodes().get().size();
            results.accept(CheckResult.ok(
                    KAFKA,
                    String.format(
                            Locale.ROOT,
                            "%d broker%s at %s",
                            brokers,
                            brokers == 1 ? "" : "s",
                            settings.kafka().brokers())));
            checkSession(admin);
            checkTopics(admin);
        } catch (SettingsException e) {
            results.accept(CheckResult.fail(KAFKA, e.getMessage()));
            results.accept(CheckResult.skip(TOPICS, "not looked at: no Kafka answers"));
        } catch (ExecutionException e) {
            results.accept(
                    CheckResult.fail(TOPICS, "Kafka refused: " + e.getCause().getMessage()));
        }
    }

    /** Brokers refuse consumers whose session is shorter or longer than they allow. */
    private void checkSession(Admin admin) throws InterruptedException, ExecutionException {
        String session = settings.kafka().properties().get("session.timeout.ms");
        if (session == null || !session.trim().matches("\\d{1,18}")) {
            return;
        }
        ConfigResource broker = new ConfigResource(
                ConfigResource.Type.BROKER,
                Integer.toString(admin.describeCluster().controller().get().id()));
        try {
            Config config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
            long least =
                    Long.parseLong(config.get("group.min.session.timeout.ms").value());
            long most =
                    Long.parseLong(config.get("group.max.session.timeout.ms").value());
            long wanted = Long.parseLong(session.trim());
            if (wanted < least || wanted > most) {
                results.accept(CheckResult.fail(
                        KAFKA,
                        String.format(
                                Locale.ROOT,
                                "turnstile.kafka.properties.session.timeout.ms is %d, and the brokers take %d to %d",
                                wanted,
                                least,
                                most)));
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            // Who may not see the brokers' settings is told by the brokers themselves at the start.
        }
    }

    private void checkTopics(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        int wanted = topics.names().size();
        List<NewTopic> missing = topics.missing(admin);
        if (settings.topics().create()) {
            missing = Topics.tryToCreate(admin, missing);
        }
        String names = String.join(", ", missing.stream().map(NewTopic::name).toList());
        if (missing.isEmpty()) {
            results.accept(CheckResult.ok(TOPICS, String.format(Locale.ROOT, "all %d are there", wanted)));
        } else if (!settings.topics().create()) {
            results.accept(CheckResult.fail(
                    TOPICS, "missing: " + names + ". Create them, or set turnstile.topic.create=true"));
        } else {
            results.accept(CheckResult.ok(
                    TOPICS,
                    String.format(
                            Locale.ROOT,
                            "%d of %d are there; a start creates %s",
                            wanted - missing.size(),
                            wanted,
                            names)));
        }
        checkExpiry(admin, existing);
        topics.warnings(admin).forEach(each -> results.accept(CheckResult.warn(TOPICS, each)));
        if (missing.isEmpty()) {
            checkOffsets(admin);
        }
    }

    private void checkOffsets(Admin admin) throws InterruptedException, ExecutionException {
        try {
            topics.requireOneJobsPartition(admin);
        } catch (SettingsException e) {
            results.accept(CheckResult.fail(TOPICS, e.getMessage()));
        }
        List<String> old = OldRetryTopics.find(admin, settings);
        if (!old.isEmpty()) {
            results.accept(CheckResult.ok(
                    TOPICS, "a start reads what is left on old retry topics, too: " + String.join(", ", old)));
        }
        new OffsetGuard(admin, settings, old)
                .fault()
                .ifPresent(fault -> results.accept(CheckResult.fail("offsets", fault)));
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
            Expiry expiry = Expiry.of(configs.get(topic));
            List<String> warnings = topic.name().equals(settings.topics().deadLetters())
                    ? expiry.ofLetters(topic.name(), oldestOpen(expiry, existing), clock.instant())
                    : expiry.ofResolutions(topic.name());
            warnings.forEach(each -> results.accept(CheckResult.warn(TOPICS, each)));
        }
    }

    /** Reads all dead letters, but only if there is something to warn of, and no longer than people like to wait. */
    private Optional<Instant> oldestOpen(Expiry expiry, Set<String> existing) throws InterruptedException {
        Settings.Topics names = settings.topics();
        if (expiry.age().isEmpty()
                || !existing.containsAll(
                        List.of(names.deadLetters(), names.resolutions(), names.schedules(), names.jobs()))) {
            return Optional.empty();
        }
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(DeadLetterWiring.feed(settings), index, clock)) {
            feed.awaitReady(PATIENCE);
            return index.oldestOpen();
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }
}
