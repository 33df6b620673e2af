package io.turnstile.routes;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.altegio.gate.Retries;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.app.RouteBeans;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Redactor;
import io.turnstile.config.Settings;
import io.turnstile.intake.ConsumerAccessFactory;
import io.turnstile.intake.DryRunExchange;
import io.turnstile.intake.OneRecord;
import io.turnstile.intake.outcome.DryRunStop;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.intake.record.RequestRecord;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Runs the shipped routes, gate and outcomes included, against an API. Only the Kafka consumer is not started. */
final class RouteWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123Z");

    final DefaultCamelContext camel = new DefaultCamelContext();
    final Redactor secrets = new Redactor();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Gate gate;
    private final ProducerTemplate template;

    private RouteWorld(String altegio, Map<String, String> files, List<Duration> retries, boolean gated)
            throws Exception {
        this(altegio, files, retries, gated, null);
    }

    private RouteWorld(
            String altegio,
            Map<String, String> files,
            List<Duration> retries,
            boolean gated,
            @Nullable UnaryOperator<Decision> types)
            throws Exception {
        Credentials credentials = new Credentials.FixedToken("sim-partner", "sim-user");
        secrets.accept("sim-partner");
        secrets.accept("sim-user");
        gate = new Gate(GateConfig.of(URI.create(altegio), credentials, new QuotaLimits(0, 0))
                .withRetries(new Retries(1, Duration.ZERO, Duration.ZERO)));
        bind(altegio, retries, types);
        camel.getCamelContextExtension().addInterceptStrategy(new DryRunStop());
        camel.getComponent("http", HttpComponent.class)
                .setHttpClientConfigurer(
                        gated
                                ? new GateConfigurer(gate)
                                : builder -> builder.disableAutomaticRetries()
                                        .disableRedirectHandling()
                                        .disableCookieManagement());
        for (Map.Entry<String, String> file : files.entrySet()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.getKey(), file.getValue()));
        }
        for (String intake : List.of("intake", "retry-intake")) {
            camel.getRouteDefinition(intake).setAutoStartup("false");
        }
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** Runs the routes as they are shipped; what fails is not tried again. */
    static RouteWorld start(String altegio) throws Exception {
        return new RouteWorld(altegio, ShippedRoutes.all(), List.of(), true);
    }

    /** Runs the routes as they are shipped, without the gate: whatever is answered comes to the steps. */
    static RouteWorld startWithoutGate(String altegio, Duration... retries) throws Exception {
        return new RouteWorld(altegio, ShippedRoutes.all(), List.of(retries), false);
    }

    /** Runs the routes without the gate, where a scheduled membership gets its type in this way. */
    static RouteWorld startWithoutGateAndWithTypes(String altegio, UnaryOperator<Decision> types) throws Exception {
        return new RouteWorld(altegio, ShippedRoutes.all(), List.of(), false, types);
    }

    /** Runs the routes without the gate, with a user's steps, in YAML, at the end of the route that writes schedules. */
    static RouteWorld startWithoutGateAndWithStepsAfterTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = ShippedRoutes.all();
        files.merge("schedule.camel.yaml", steps.indent(8), String::concat);
        return new RouteWorld(altegio, files, List.of(), false);
    }

    /** Runs the routes with a user's steps, in YAML, at the end of the route that writes schedules. */
    static RouteWorld startWithStepsAfterTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = ShippedRoutes.all();
        files.merge("schedule.camel.yaml", steps.indent(8), String::concat);
        return new RouteWorld(altegio, files, List.of(), true);
    }

    /** Runs the routes with a user's steps, in YAML, before anything else is done with a request. */
    static RouteWorld startWithStepsBeforeTheDecision(String altegio, String steps) throws Exception {
        Map<String, String> files = ShippedRoutes.all();
        String first = "              - to:\n                  uri: direct:decide\n";
        files.computeIfPresent("booking.camel.yaml", (name, text) -> text.replace(first, steps.indent(14) + first));
        return new RouteWorld(altegio, files, List.of(), true);
    }

    /** Runs the routes with a user's steps, in YAML, where a booking that can be made is handed to its schedule. */
    static RouteWorld startWithStepsInPlaceOfTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = ShippedRoutes.all();
        String handed = " ".repeat(24) + "- to:\n" + " ".repeat(28) + "uri: direct:schedule\n";
        files.computeIfPresent("booking.camel.yaml", (name, text) -> text.replace(handed, steps.indent(24)));
        return new RouteWorld(altegio, files, List.of(), true);
    }

    /** What a user's step saw of the message and its exchange. */
    record Seen(Map<String, Object> headers, Object charset, Object body) {}

    /** Takes a retry, as it was written, through the routes once more. */
    OneRecord.Decided decideRetry(ProducerRecord<byte[], byte[]> retry) {
        return OneRecord.decide(camel, template, read(retry), RequestRecord.Source.RETRIES);
    }

    /** Does the same, and returns the letter that is written when Kafka does not take its outcome. */
    ProducerRecord<byte[], byte[]> refuseRetry(ProducerRecord<byte[], byte[]> retry) {
        return OneRecord.refuseRetry(camel, template, read(retry));
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> retry) {
        return new ConsumerRecord<>(
                retry.topic(),
                0,
                7,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                retry.key().length,
                retry.value().length,
                retry.key(),
                retry.value(),
                retry.headers(),
                Optional.empty());
    }

    /** Takes a record through the routes as a dry run does. */
    DryRunExchange dryRun(ConsumerRecord<byte[], byte[]> record) {
        RequestRecord request = new RequestRecord(
                RequestRecord.Source.REQUESTS,
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.timestamp(),
                record.timestamp(),
                System.nanoTime(),
                record.key(),
                record.value(),
                record.headers());
        DryRunExchange trial =
                DryRunExchange.of(camel.getEndpoint("direct:booking").createExchange(), request);
        template.send("direct:booking", trial.exchange());
        return trial;
    }

    /** Returns the headers that are left in a message after a call that failed. */
    Map<String, Object> leftAfterFailed(String call) {
        Exchange exchange = template.send(call, each -> {
            each.setVariable("location", 720441L);
            each.setVariable("client", 146915197L);
            each.setVariable("event", 12345L);
        });
        if (exchange.getException() == null) {
            throw new AssertionError("the call did not fail");
        }
        return exchange.getMessage().getHeaders();
    }

    OneRecord.Decided decide(ConsumerRecord<byte[], byte[]> record) {
        return OneRecord.decide(camel, template, record);
    }

    /** Binds what the program binds, and what tests want to see. */
    private void bind(String altegio, List<Duration> retries, @Nullable UnaryOperator<Decision> types) {
        Settings settings = withRetries(
                Settings.read(
                        Map.of(
                                "turnstile.altegio.base-url", altegio,
                                "turnstile.kafka.brokers", "localhost:1",
                                "turnstile.source", "turnstile"),
                        Map.of("TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user"),
                        Path.of(".")),
                retries);
        Properties placeholders = new Properties();
        placeholders.putAll(settings.placeholders());
        placeholders.put("turnstile.retry.topics", "booking.requests.retry.1");
        camel.getPropertiesComponent().setInitialProperties(placeholders);
        RouteBeans beans = new RouteBeans(
                settings,
                secrets,
                Runnable::run,
                Clock.fixed(NOW, ZoneOffset.UTC),
                (route, prepare) -> template.request(route, prepare));
        beans.byName(OutcomeTopics.ANY).forEach(camel.getRegistry()::bind);
        if (types != null) {
            camel.getRegistry().bind("booking", beans.booking(types));
        }
        camel.getRegistry().bind("intakeClients", new DefaultKafkaClientFactory());
        camel.getRegistry().bind("intakeHandle", new ConsumerAccessFactory());
        camel.getRegistry().bind("requestIntake", (Processor) exchange -> {});
        camel.getRegistry().bind("retryIntake", (Processor) exchange -> {});
        camel.getRegistry().bind("lookAround", (Processor) exchange -> seen.add(new Seen(
                new HashMap<>(exchange.getMessage().getHeaders()),
                exchange.getProperty(Exchange.CHARSET_NAME),
                exchange.getMessage().getBody())));
    }

    /** Returns the settings with any retries, also with none, which a file cannot say. */
    private static Settings withRetries(Settings all, List<Duration> retries) {
        return new Settings(
                all.instance(),
                all.kafka(),
                all.source(),
                all.topics(),
                all.intake(),
                all.altegio(),
                retries,
                all.maxChecks(),
                all.replayMax(),
                all.http(),
                all.proxy(),
                all.telemetry(),
                all.routes(),
                all.routesReload(),
                all.placeholders(),
                all.secretFiles());
    }

    @Override
    public void close() {
        camel.stop();
        gate.close();
    }
}
