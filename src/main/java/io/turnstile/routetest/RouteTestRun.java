package io.turnstile.routetest;

import io.turnstile.app.RouteBeans;
import io.turnstile.app.RouteTopics;
import io.turnstile.booking.Redactor;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.intake.ConsumerAccessFactory;
import io.turnstile.intake.outcome.OutcomeComponent;
import io.turnstile.intake.outcome.OutcomeRefusedException;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.intake.outcome.RecordOutcomes;
import io.turnstile.intake.record.Origin;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.routeset.RouteFiles;
import io.turnstile.routeset.RouteSet;
import io.turnstile.routetest.RouteTest.Booking;
import io.turnstile.routetest.RouteTest.Entrance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Run of the tests that stand beside route files. The routes are loaded as a pipeline loads them; those that read something by
 * themselves are not started, what is written is caught, and every HTTP call is answered by the test. Needs neither Kafka nor a
 * network. Close once.
 */
public final class RouteTestRun implements AutoCloseable {

    /** The time in every test. */
    public static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    private final Path folder;
    private final LongSupplier ticker;
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final StepCoverage coverage = new StepCoverage();
    private final CannedHttp http;
    private final RouteTopics topics;
    private final RouteSet routes;
    private final String requests;
    private long offset;

    private RouteTestRun(Settings settings, Path folder, LongSupplier ticker) throws IOException {
        this.folder = folder;
        this.ticker = ticker;
        this.http = new CannedHttp(settings.altegio().baseUrl());
        this.topics = new RouteTopics(settings);
        this.requests = settings.topics().requests();
        this.routes = RouteSet.load(RouteFiles.read(folder), camel(settings), RouteTestRun::isIntake);
    }

    /**
     * Loads the routes of a folder.
     *
     * @param ticker nanoseconds of a clock that never goes back, for how long a test took
     * @throws io.turnstile.config.SettingsException in one line, if they are not sound
     */
    public static RouteTestRun load(Settings settings, Path folder, LongSupplier ticker) throws Exception {
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(
                    "There is no folder " + folder + ": name the folder of the routes and their tests");
        }
        RouteTestRun run = new RouteTestRun(settings, folder, ticker);
        try {
            run.routes.startInner();
        } catch (Exception e) {
            run.close();
            throw e;
        }
        return run;
    }

    /**
     * Runs all tests of the folder.
     *
     * @param done told each result
     * @throws io.turnstile.config.SettingsException in one line, if a test's file is not as it must be; then none is run
     */
    public RouteTestReport run(Consumer<RouteTestResult> done) throws IOException {
        List<RouteTestResult> results = new ArrayList<>();
        for (RouteTest test : RouteTestReader.readAll(folder)) {
            RouteTestResult result = run(test);
            results.add(result);
            done.accept(result);
        }
        routes.context().getRoutes().stream()
                .filter(route -> isIntake(route.getEndpoint()))
                .forEach(route -> coverage.leaveOut(route.getRouteId()));
        return new RouteTestReport(
                results,
                coverage.all().size(),
                coverage.missed().stream().map(StepCoverage.Step::toString).toList());
    }

    private RouteTestResult run(RouteTest test) {
        long began = ticker.getAsLong();
        Differences differences = new Differences(test.file());
        http.begin(
                test.answers(),
                test.seed().isPresent()
                        ? Optional.of(new SimulatedAnswers(test.seed().getAsLong(), clock))
                        : Optional.empty());
        for (Booking booking : test.bookings()) {
            http.forget();
            decide(booking, differences);
        }
        return new RouteTestResult(
                test.file().getFileName().toString(),
                test.line(),
                test.name(),
                ticker.getAsLong() - began,
                differences.lines());
    }

    private void decide(Booking booking, Differences differences) {
        RequestRecord record = record(booking);
        RecordOutcomes written = new RecordOutcomes(record);
        Exchange exchange = new DefaultExchange(routes.context());
        exchange.getMessage().setBody(record.value());
        record.headers().forEach(header -> exchange.getMessage().setHeader(header.key(), header.value()));
        exchange.getMessage().removeHeaders("Camel*");
        exchange.setVariable("sequence", record.offset());
        written.bindTo(exchange, record);
        caught(booking.enter()).ifPresent(fault -> exchange.setProperty(Exchange.EXCEPTION_CAUGHT, fault));
        @Nullable Exception fault;
        try {
            routes.send("direct:" + booking.enter().name().toLowerCase(Locale.ROOT), exchange);
            fault = exchange.getException();
        } catch (Exception e) {
            fault = e;
        }
        written.seal();
        int line = booking.expected().line();
        if (!http.unanswered().isEmpty()) {
            // whatever else differs follows from that
            http.unanswered()
                    .forEach(call ->
                            differences.add(line, "the routes called " + call + ", for which the test has no answer"));
            return;
        }
        ProducerRecord<byte[], byte[]> outcome = written.outcome();
        if (fault != null) {
            differences.add(line, "the request left the routes with a fault: " + firstLine(fault));
        } else if (outcome == null) {
            differences.add(line, "the request left the routes without an outcome: every way must end in outcome:");
        }
        List<ProducerRecord<byte[], byte[]>> extra = new ArrayList<>(written.written());
        extra.removeIf(each -> each == outcome);
        differences.compare(booking.expected(), outcome, extra, http.calls());
    }

    private static Optional<Exception> caught(Entrance entrance) {
        return switch (entrance) {
            case BOOKING, STRAGGLER -> Optional.empty();
            case UNDECIDED -> Optional.of(new IllegalStateException("A test says that it failed"));
            case REFUSED -> Optional.of(new OutcomeRefusedException("Its record cannot be written", null));
        };
    }

    private static String firstLine(Exception fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }

    private RequestRecord record(Booking booking) {
        Headers headers = new ProducerRecord<byte[], byte[]>(requests, null).headers();
        booking.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        long here = offset++;
        boolean isRetry = booking.retry() > 0;
        if (isRetry) {
            new Origin(requests, 0, here, NOW.toEpochMilli()).addTo(headers);
            headers.add(HeaderNames.ATTEMPTS, Integer.toString(booking.retry()).getBytes(StandardCharsets.UTF_8));
        }
        return new RequestRecord(
                isRetry ? RequestRecord.Source.RETRIES : RequestRecord.Source.REQUESTS,
                new TopicPartition(requests, 0),
                here,
                NOW.toEpochMilli(),
                NOW.toEpochMilli(),
                ticker.getAsLong(),
                booking.key() == null ? null : booking.key().getBytes(StandardCharsets.UTF_8),
                booking.value(),
                headers);
    }

    private static boolean isIntake(Endpoint endpoint) {
        return endpoint instanceof KafkaEndpoint kafka && kafka.getKafkaClientFactory() instanceof IntakeClients;
    }

    private Main camel(Settings settings) {
        Main camel = new Main();
        camel.configure()
                .withName("routetest")
                .withShutdownTimeout(1)
                .withStreamCachingEnabled(false)
                .withJmxEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        settings.placeholders().forEach(camel::addInitialProperty);
        camel.addInitialProperty("turnstile.retry.topics", String.join(",", settings.retryTopics()));
        camel.addInitialProperty("camel.component.http.httpClientConfigurer", "#canned");
        camel.addInitialProperty("camel.component.https.httpClientConfigurer", "#canned");
        camel.bind("canned", http);
        camel.bind("coverage", coverage);
        RouteBeans beans = new RouteBeans(settings, new Redactor(), Runnable::run, clock, (route, prepare) -> {
            throw new IllegalStateException("A test looks up no membership types");
        });
        beans.byName(OutcomeTopics.ANY).forEach(camel::bind);
        camel.bind("outcome", new OutcomeComponent(new AllThere(topics)));
        // the types that a search includes
        camel.bind("booking", beans.booking(UnaryOperator.identity()));
        camel.bind("intakeClients", new IntakeClients());
        camel.bind("intakeHandle", new ConsumerAccessFactory());
        camel.bind("requestIntake", (Processor) exchange -> {});
        camel.bind("retryIntake", (Processor) exchange -> {});
        return camel;
    }

    @Override
    public void close() {
        routes.close();
        topics.close();
    }

    /** Clients of the routes that read requests, by which these are known. They are not started. */
    private static final class IntakeClients extends DefaultKafkaClientFactory {}

    /** Rules of topics where there is no Kafka to ask which there are. */
    private record AllThere(OutcomeTopics rules) implements OutcomeTopics {

        @Override
        public void requireAllowed(String topic, OutcomeHeaders headers, boolean extra) {
            rules.requireAllowed(topic, headers, extra);
        }

        @Override
        public void requireExisting(String topic) {}
    }
}
