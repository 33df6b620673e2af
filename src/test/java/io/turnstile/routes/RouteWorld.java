package io.turnstile.routes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.TypeCatalogue;
import io.turnstile.altegio.TypesResponse;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.altegio.gate.Retries;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.app.GateBeans;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Redactor;
import io.turnstile.intake.ConsumerAccessFactory;
import io.turnstile.intake.DryRunExchange;
import io.turnstile.intake.OneRecord;
import io.turnstile.intake.outcome.DryRunStop;
import io.turnstile.intake.outcome.OutcomeComponent;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.route.AltegioSteps;
import io.turnstile.route.BookingSteps;
import io.turnstile.route.DeadLetterHeaders;
import io.turnstile.route.RetryHeaders;
import io.turnstile.route.ScheduleHeaders;
import java.net.URI;
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

/** Runs the shipped routes, gate and outcomes included, against an API. Only the Kafka consumer is not started. */
final class RouteWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123Z");

    final DefaultCamelContext camel = new DefaultCamelContext();
    final Redactor secrets = new Redactor();
    /** What happens while the type of a membership is asked for. */
    UnaryOperator<Decision> learn = UnaryOperator.identity();

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Gate gate;
    private final ProducerTemplate template;

    private RouteWorld(String altegio, Map<String, String> files, List<Duration> retries, boolean gated)
            throws Exception {
        Credentials credentials = new Credentials.FixedToken("sim-partner", "sim-user");
        secrets.accept("sim-partner");
        secrets.accept("sim-user");
        gate = new Gate(GateConfig.of(URI.create(altegio), credentials, new QuotaLimits(0, 0))
                .withRetries(new Retries(1, Duration.ZERO, Duration.ZERO)));
        bind(altegio, retries);
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
        return new RouteWorld(altegio, RouteFiles.all(), List.of(), true);
    }

    /** Runs the routes as they are shipped, without the gate: whatever is answered comes to the steps. */
    static RouteWorld startWithoutGate(String altegio, Duration... retries) throws Exception {
        return new RouteWorld(altegio, RouteFiles.all(), List.of(retries), false);
    }

    /** Runs the routes without the gate, with a user's steps, in YAML, at the end of the route that writes schedules. */
    static RouteWorld startWithoutGateAndWithStepsAfterTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = RouteFiles.all();
        files.merge("schedule.camel.yaml", steps.indent(8), String::concat);
        return new RouteWorld(altegio, files, List.of(), false);
    }

    /** Runs the routes with a user's steps, in YAML, at the end of the route that writes schedules. */
    static RouteWorld startWithStepsAfterTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = RouteFiles.all();
        files.merge("schedule.camel.yaml", steps.indent(8), String::concat);
        return new RouteWorld(altegio, files, List.of(), true);
    }

    /** Runs the routes with a user's steps, in YAML, before anything else is done with a request. */
    static RouteWorld startWithStepsBeforeTheDecision(String altegio, String steps) throws Exception {
        Map<String, String> files = RouteFiles.all();
        String first = "              - to:\n                  uri: direct:decide\n";
        files.computeIfPresent("booking.camel.yaml", (name, text) -> text.replace(first, steps.indent(14) + first));
        return new RouteWorld(altegio, files, List.of(), true);
    }

    /** Runs the routes with a user's steps, in YAML, where a booking that can be made is handed to its schedule. */
    static RouteWorld startWithStepsInPlaceOfTheSchedule(String altegio, String steps) throws Exception {
        Map<String, String> files = RouteFiles.all();
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

    private void bind(String altegio, List<Duration> retries) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Properties settings = new Properties();
        settings.put("turnstile.altegio.base-url", altegio);
        settings.put("turnstile.kafka.brokers", "localhost:1");
        settings.put("turnstile.kafka.group", "turnstile");
        settings.put("turnstile.topic.requests", "booking.requests");
        settings.put("turnstile.topic.schedules", "booking.schedules");
        settings.put("turnstile.topic.dead-letters", "booking.dead-letters");
        settings.put("turnstile.topic.retry", "booking.requests.retry");
        settings.put("turnstile.retry.topics", "booking.requests.retry.1");
        settings.put("turnstile.intake.consumers", "2");
        settings.put("turnstile.intake.batch-size", "500");
        camel.getPropertiesComponent().setInitialProperties(settings);
        TypeCatalogue types =
                new TypeCatalogue(this::loadTypes, Duration.ofMinutes(10), Runnable::run, Ticker.systemTicker());
        camel.getRegistry().bind("outcome", new OutcomeComponent(OutcomeTopics.ANY));
        camel.getRegistry().bind("intakeClients", new DefaultKafkaClientFactory());
        camel.getRegistry().bind("intakeHandle", new ConsumerAccessFactory());
        camel.getRegistry().bind("lookAround", (Processor) exchange -> seen.add(new Seen(
                new HashMap<>(exchange.getMessage().getHeaders()),
                exchange.getProperty(Exchange.CHARSET_NAME),
                exchange.getMessage().getBody())));
        camel.getRegistry().bind("requestIntake", (Processor) exchange -> {});
        camel.getRegistry().bind("retryIntake", (Processor) exchange -> {});
        camel.getRegistry()
                .bind(
                        "booking",
                        new BookingSteps(
                                3, retries.size(), decision -> learn.apply(types.withType(decision)), secrets));
        camel.getRegistry().bind("retryHeaders", new RetryHeaders(retries, clock));
        camel.getRegistry().bind("altegio", new AltegioSteps(clock, secrets));
        camel.getRegistry().bind("scheduleHeaders", new ScheduleHeaders("turnstile"));
        camel.getRegistry().bind("deadLetterHeaders", new DeadLetterHeaders(clock, secrets));
        camel.getRegistry().bind("json", new JsonMapper());
        camel.getRegistry().bind("gateHeaders", GateBeans.headerFilter());
    }

    private TypesResponse loadTypes(long locationId, int page) throws Exception {
        Exchange answered = template.request("direct:membership-types", exchange -> {
            exchange.setVariable("location", locationId);
            exchange.setVariable("page", page);
            exchange.setVariable("pageSize", TypeCatalogue.Pages.SIZE);
        });
        if (answered.getException() != null) {
            throw answered.getException();
        }
        return answered.getMessage().getMandatoryBody(TypesResponse.class);
    }

    @Override
    public void close() {
        camel.stop();
        gate.close();
    }
}
