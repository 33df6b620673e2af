package io.turnstile.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Rules for {@code turnstile.kafka.properties}: what Turnstile sets itself, or what Kafka does not know, is refused. */
public final class KafkaProperties {

    static final String PREFIX = "turnstile.kafka.properties.";

    private static final Map<String, String> ELSEWHERE = Map.of(
            "bootstrap.servers", "turnstile.kafka.brokers",
            "bootstrap.controllers", "turnstile.kafka.brokers",
            "group.id", "turnstile.kafka.group",
            "client.id", "turnstile.instance",
            "group.instance.id", "turnstile.instance",
            "transactional.id", "turnstile.instance",
            "max.poll.records", "turnstile.intake.batch-size");

    private static final String ONCE = "Turnstile sets it so that each request is decided exactly once";
    private static final String ORDER = "records with the same key would lose their order";
    private static final String TIMES = "Turnstile sets it itself, as its other times need it";

    /** Names, the values that change nothing, and why there are no others. */
    private static final Map<String, Rule> FIXED = Map.ofEntries(
            Map.entry("key.serializer", new Rule(Set.of(), ONCE)),
            Map.entry("value.serializer", new Rule(Set.of(), ONCE)),
            Map.entry("key.deserializer", new Rule(Set.of(), ONCE)),
            Map.entry("value.deserializer", new Rule(Set.of(), ONCE)),
            Map.entry("enable.auto.commit", new Rule(Set.of("false"), ONCE)),
            Map.entry("isolation.level", new Rule(Set.of("read_committed"), ONCE)),
            Map.entry("auto.offset.reset", new Rule(Set.of("earliest"), ONCE)),
            Map.entry("group.protocol", new Rule(Set.of("classic"), ONCE)),
            Map.entry("group.remote.assignor", new Rule(Set.of(), ONCE)),
            Map.entry("partition.assignment.strategy", new Rule(Set.of(), ONCE)),
            Map.entry("acks", new Rule(Set.of("all", "-1"), ONCE)),
            Map.entry("enable.idempotence", new Rule(Set.of("true"), ONCE)),
            Map.entry("max.in.flight.requests.per.connection", new Rule(Set.of("1"), ONCE)),
            Map.entry("transaction.timeout.ms", new Rule(Set.of(), ONCE)),
            Map.entry("transaction.two.phase.commit.enable", new Rule(Set.of("false"), ONCE)),
            Map.entry("partitioner.class", new Rule(Set.of(), ORDER)),
            Map.entry("partitioner.ignore.keys", new Rule(Set.of("false"), ORDER)),
            Map.entry("max.request.size", new Rule(Set.of(), "the topics' max.message.bytes says what is too large")),
            Map.entry("buffer.memory", new Rule(Set.of(), "Turnstile sets it itself, as the largest record needs it")),
            Map.entry("retries", new Rule(Set.of(), TIMES)),
            Map.entry("delivery.timeout.ms", new Rule(Set.of(), TIMES)),
            Map.entry("request.timeout.ms", new Rule(Set.of(), TIMES)),
            Map.entry("default.api.timeout.ms", new Rule(Set.of(), TIMES)),
            Map.entry("max.block.ms", new Rule(Set.of(), TIMES)));

    /** Classes of the user's own that may read properties which Kafka does not know. */
    private static final Set<String> EXTENSIONS = Set.of(
            "interceptor.classes",
            "metric.reporters",
            "security.providers",
            "ssl.engine.factory.class",
            "sasl.client.callback.handler.class",
            "sasl.login.callback.handler.class",
            "sasl.login.class",
            "sasl.oauthbearer.jwt.retriever.class",
            "sasl.oauthbearer.jwt.validator.class");

    /** Kafka's clients read secrets from elsewhere with them. */
    private static final String PROVIDERS = "config.providers";

    private static final String SESSION = "session.timeout.ms";
    private static final String HEARTBEAT = "heartbeat.interval.ms";
    private static final String MAX_POLL = "max.poll.interval.ms";

    /** What the intake's routes set. */
    private static final long SESSION_MS = 15_000;

    private static final long HEARTBEAT_MS = 3_000;

    /** A commit takes as long when it waits for the coordinator, for metadata and for the delivery of its outcomes. */
    private static final long LEAST_POLL_MS = 30_000;

    private KafkaProperties() {}

    private record Rule(Set<String> allowed, String why) {}

    /** @throws SettingsException for the first property that is refused */
    static void check(Map<String, String> properties) {
        boolean extended = properties.keySet().stream().anyMatch(EXTENSIONS::contains);
        properties.forEach((name, value) -> {
            String elsewhere = ELSEWHERE.get(name);
            if (elsewhere != null) {
                throw new SettingsException(PREFIX + name + " cannot be set: set " + elsewhere);
            }
            Rule rule = FIXED.get(name);
            if (rule != null && !rule.allowed().contains(value.toLowerCase(Locale.ROOT))) {
                throw new SettingsException(PREFIX + name + " cannot be " + value + ": " + rule.why());
            }
            boolean ofProviders = name.equals(PROVIDERS) || name.startsWith(PROVIDERS + ".");
            if (!extended && !ofProviders && rule == null && !known().contains(name)) {
                throw unknown(name);
            }
        });
        checkTimes(properties);
    }

    /** Refuses times with which a consumer is put out of its group again and again, whatever the broker allows. */
    private static void checkTimes(Map<String, String> properties) {
        long session = millis(properties, SESSION, SESSION_MS);
        long heartbeat = millis(properties, HEARTBEAT, HEARTBEAT_MS);
        if (heartbeat * 2 > session) {
            throw new SettingsException(PREFIX + (properties.containsKey(HEARTBEAT) ? HEARTBEAT : SESSION)
                    + " cannot work: " + HEARTBEAT + " is " + heartbeat + ", and must be at most half of " + SESSION
                    + ", which is " + session);
        }
        long poll = millis(properties, MAX_POLL, LEAST_POLL_MS);
        if (poll < LEAST_POLL_MS) {
            throw new SettingsException(PREFIX + MAX_POLL + " must be at least " + LEAST_POLL_MS + " and is " + poll
                    + ": the commit between two polls may take so long");
        }
    }

    private static long millis(Map<String, String> properties, String name, long otherwise) {
        String text = properties.getOrDefault(name, Long.toString(otherwise)).trim();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise; // Kafka's clients refuse anything else
    }

    /** Returns in one line why a client cannot be made. */
    public static String explain(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return "Kafka's clients cannot be made with turnstile.kafka.properties as they are: " + said;
    }

    private static SettingsException unknown(String name) {
        String nearest = known().stream()
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .orElseThrow();
        return new SettingsException(
                PREFIX + name + " is no property of Kafka's clients: did you mean " + PREFIX + nearest + "?");
    }

    /** Returns whether a property's value is a secret: Kafka says so of its own, the name says so of others. */
    static boolean isSecret(String name) {
        return name.endsWith("password")
                || name.endsWith("secret")
                || Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
                        .map(definition -> definition.configKeys().get(name))
                        .anyMatch(key -> key != null && key.type == ConfigDef.Type.PASSWORD);
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        return known;
    }
}
