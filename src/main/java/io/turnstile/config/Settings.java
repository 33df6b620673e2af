package io.turnstile.config;

import io.turnstile.kafka.ClientProperties;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Settings of everything that can be set, each key declared once, here. Meaning, unit and default of each are documented in {@code
 * config/application.properties}.
 *
 * @param instance stable name of this instance, the same after a restart and different from every other live one
 * @param source names this deployment in the CloudEvents it writes: a URI reference
 * @param maxChecks memberships that are checked for one request
 * @param replayMax how often a letter may come back before a replay of it must be forced
 * @param proxy HTTP proxy of the calls that routes make; empty for none
 * @param telemetry how it shows what it does
 * @param routes folder of the route files
 * @param routesReload whether saved route files replace those that run
 * @param placeholders texts for the routes' {@code {{keys}}}: all settings but the secrets, and the user's own keys
 * @param secretFiles files that hold secrets of these settings, and may change
 */
public record Settings(
        String instance,
        Kafka kafka,
        String source,
        Topics topics,
        Intake intake,
        Altegio altegio,
        List<Duration> retryDelays,
        int maxChecks,
        int replayMax,
        Http http,
        Optional<Proxy> proxy,
        Telemetry telemetry,
        Path routes,
        boolean routesReload,
        Map<String, String> placeholders,
        SecretFiles secretFiles) {

    private static final Duration MS = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._:/@~-]{1,100}");

    /** Address of Kafka and the group; {@code properties} are Kafka client properties. */
    public record Kafka(String brokers, String group, Map<String, String> properties) {
        @Override
        public String toString() {
            return "Kafka[" + brokers + ", " + group + "]";
        }
    }

    /** Names the topics and says how missing ones are made; {@code retry} is a prefix, replication -1 the broker's default. */
    public record Topics(
            String requests,
            String schedules,
            String deadLetters,
            String retry,
            String resolutions,
            String jobs,
            boolean create,
            int partitions,
            int replication) {}

    /** Sizes the intake; {@code concurrency} is the number of bookings in flight. */
    public record Intake(int consumers, int batchSize, int concurrency) {}

    /**
     * Address of the API, and how to call it; a quota of 0 is no limit.
     *
     * @param trustFile PEM file of the certificates that are trusted there, in place of Java's own
     */
    public record Altegio(
            URI baseUrl,
            Optional<Path> trustFile,
            Optional<String> partnerToken,
            Optional<String> userToken,
            Optional<String> login,
            Optional<String> password,
            int perSecond,
            int perMinute,
            boolean quotaShared,
            Duration timeout,
            Duration typesTtl) {

        @Override
        public String toString() {
            return "Altegio[" + baseUrl + "]";
        }
    }

    /**
     * Address of the console, health and metrics, and the one under which a proxy shows them.
     *
     * @param tls what they are served with; empty for plain HTTP
     * @param trustFile PEM file of the certificates that commands trust
     */
    public record Http(
            String host,
            int port,
            Optional<String> publicUrl,
            Optional<String> viewerToken,
            Optional<String> operatorToken,
            Optional<Tls> tls,
            Optional<Path> trustFile) {

        @Override
        public String toString() {
            return "Http[" + host + ":" + port + "]";
        }
    }

    /** Files of the console's certificate: two in PEM, or one in PKCS12 with its password. */
    public record Tls(
            Optional<Path> certificate, Optional<Path> key, Optional<Path> keyStore, Optional<String> password) {

        @Override
        public String toString() {
            return "Tls[" + certificate.or(this::keyStore).map(Path::toString).orElse("") + "]";
        }
    }

    /**
     * HTTP proxy.
     *
     * @param login user and password; empty for a proxy that asks for none
     * @param direct hosts that are called without it
     */
    public record Proxy(String host, int port, Optional<Login> login, List<String> direct) {

        /** User and password of the proxy. */
        public record Login(String user, String password) {
            @Override
            public String toString() {
                return user;
            }
        }
    }

    /**
     * Form of the log and of traces.
     *
     * @param jsonLogs whether each line of the log is a JSON object
     * @param tracing address of the collector that takes spans; empty for none
     * @param percent how many of a hundred traces that begin here are kept
     */
    public record Telemetry(boolean jsonLogs, Optional<URI> tracing, int percent) {}

    /**
     * Reads the settings from a properties file and the environment.
     *
     * @param home where relative paths start
     * @throws SettingsException for the first key that is unknown or out of range
     */
    public static Settings load(Path file, Map<String, String> environment, Path home) {
        return read(SettingsSource.readFile(file), environment, home);
    }

    public static Settings read(Map<String, String> file, Map<String, String> environment, Path home) {
        SettingsSource source = new SettingsSource(file, environment);
        SecretFiles secretFiles = new SecretFiles(home, () -> read(file, environment, home));
        SettingsReader in = new SettingsReader(source, secretFiles);
        Settings settings = new Settings(
                in.name("turnstile.instance", hostName(), INSTANCE, "1 to 128 letters, digits, '.', '_' and '-'"),
                new Kafka(
                        in.brokers("turnstile.kafka.brokers", "localhost:9092"),
                        group(in),
                        source.below(KafkaProperties.PREFIX)),
                in.reference("turnstile.source", "/turnstile/" + group(in)),
                new Topics(
                        in.topic("turnstile.topic.requests", "booking.requests"),
                        in.topic("turnstile.topic.schedules", "booking.schedules"),
                        in.topic("turnstile.topic.dead-letters", "booking.dead-letters"),
                        in.topic("turnstile.topic.retry", "booking.requests.retry"),
                        in.topic("turnstile.topic.resolutions", "booking.dead-letters.resolutions"),
                        in.topic("turnstile.topic.jobs", "booking.dead-letters.jobs"),
                        in.flag("turnstile.topic.create", true),
                        in.number("turnstile.topic.partitions", 6, 1, 10_000),
                        in.number(
                                "turnstile.topic.replication",
                                -1,
                                "-1 or a whole number from 1 to 100",
                                number -> number == -1 || (number >= 1 && number <= 100))),
                new Intake(
                        in.number("turnstile.intake.consumers", 2, 1, 100),
                        in.number("turnstile.intake.batch-size", 500, 1, 10_000),
                        in.number("turnstile.intake.concurrency", 64, 1, 2_000)),
                new Altegio(
                        in.url("turnstile.altegio.base-url", "https://api.alteg.io/api/v1"),
                        in.file("turnstile.altegio.trust-file").map(home::resolve),
                        in.token("turnstile.altegio.partner-token"),
                        in.token("turnstile.altegio.user-token"),
                        in.secret("turnstile.altegio.login"),
                        in.secret("turnstile.altegio.password"),
                        in.number("turnstile.altegio.quota.per-second", 5, 0, 100_000),
                        in.number("turnstile.altegio.quota.per-minute", 200, 0, 1_000_000),
                        in.flag("turnstile.altegio.quota.shared", true),
                        in.duration("turnstile.altegio.timeout", "10s", MS.multipliedBy(100), Duration.ofMinutes(5)),
                        in.duration("turnstile.altegio.types-ttl", "10m", MS, DAY)),
                in.durations("turnstile.retry.delays", "10s,1m,10m", MS, DAY),
                in.number("turnstile.membership.max-checks", 3, 1, 100),
                in.number("turnstile.replay.max", 5, 1, 1_000),
                new Http(
                        in.text("turnstile.http.host", "127.0.0.1"),
                        in.number("turnstile.http.port", 8080, 0, 65_535),
                        in.optional("turnstile.http.public-url"),
                        in.accessToken("turnstile.http.viewer-token"),
                        in.accessToken("turnstile.http.operator-token"),
                        ConnectionSettings.tls(in, home),
                        in.file("turnstile.http.trust-file").map(home::resolve)),
                ConnectionSettings.proxy(in),
                new Telemetry(
                        in.choice("turnstile.log.format", "text", "json").equals("json"),
                        in.optionalUrl("turnstile.tracing.endpoint", "http://collector:4318"),
                        in.number("turnstile.tracing.percent", 100, 0, 100)),
                home.resolve(in.path("turnstile.routes", "routes")),
                in.flag("turnstile.routes.reload", true),
                in.placeholders(),
                secretFiles);
        settings.placeholders.put("turnstile.retry.topics", String.join(",", settings.retryTopics()));
        source.refuseUnknown();
        KafkaProperties.check(settings.kafka().properties());
        TopicRoles.requireDistinct(settings);
        file.forEach((key, value) -> {
            if (!key.startsWith(SettingsSource.PREFIX)) {
                settings.placeholders.put(key, value);
            }
        });
        return settings;
    }

    private static String group(SettingsReader in) {
        String key = "turnstile.kafka.group";
        String group =
                in.name(key, "turnstile", GROUP, "1 to 100 letters, digits, '.', '_', '-', ':', '/', '@' and '~'");
        if (group.endsWith("-retry") || group.endsWith("-replay")) {
            throw new SettingsException(key + " must not end with -retry or -replay, as groups that Turnstile adds do");
        }
        return group;
    }

    /** Returns the names of the retry topics, one for each delay. */
    public List<String> retryTopics() {
        return IntStream.rangeClosed(1, retryDelays.size())
                .mapToObj(number -> topics.retry() + "." + number)
                .toList();
    }

    /** Returns the group that reads the retry topics. */
    public String retryGroup() {
        return kafka.group() + "-retry";
    }

    /** Returns what Kafka's clients of this instance are made with. */
    public ClientProperties clients() {
        return new ClientProperties(kafka.brokers(), kafka.properties(), instance);
    }

    /** Returns whether a topic is a retry topic, be it one for which there is no delay any more. */
    public boolean isRetryTopic(String topic) {
        return topic.startsWith(topics.retry() + ".")
                && topic.substring(topics.retry().length() + 1).matches("[1-9]\\d*");
    }

    /** Leaves out what may hold secrets: the tokens, Kafka's properties and the user's own keys. */
    @Override
    public String toString() {
        return "Settings[" + instance + ", " + kafka + ", " + topics + ", " + intake + ", " + altegio + ", " + http
                + "]";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "turnstile";
        }
    }
}
