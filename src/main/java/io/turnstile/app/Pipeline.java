package io.turnstile.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.TypeCatalogue;
import io.turnstile.altegio.TypesAnswer;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.altegio.gate.QuotaLimits;
import io.turnstile.intake.BatchIntake;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeHandle;
import io.turnstile.intake.OutcomeComponent;
import io.turnstile.intake.OwnedPartitions;
import io.turnstile.steps.AltegioSteps;
import io.turnstile.steps.BookingSteps;
import io.turnstile.steps.DeadLetterHeaders;
import io.turnstile.steps.RetryHeaders;
import io.turnstile.steps.ScheduleHeaders;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Runs the routes against the configured Kafka and Altegio. Start once, close once. */
public final class Pipeline implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 10;

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final Main camel = new Main();
    private final ExecutorService pool;
    private final Gate gate;

    private Pipeline(Settings settings) {
        this.settings = settings;
        this.gate = new Gate(GateSettings.of(settings));
        AtomicInteger number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(
                settings.intake().concurrency(), task -> new Thread(task, "booking-" + number.incrementAndGet()));
    }

    /**
     * Creates missing topics and starts the routes.
     *
     * @param stop told, in one line for people, when the pipeline cannot go on and the process has to end
     * @throws SettingsException in one line: what is wrong and what to do
     */
    public static Pipeline start(Settings settings, Consumer<String> stop) {
        new Topics(settings).ensure();
        Pipeline pipeline = new Pipeline(settings);
        try {
            pipeline.configure(stop);
            pipeline.camel.start();
            return pipeline;
        } catch (Exception e) {
            pipeline.close();
            throw RouteFaults.explain(e, settings.routes());
        }
    }

    private void configure(Consumer<String> stop) {
        camel.configure()
                .withName("turnstile")
                .withRoutesIncludePattern("file:" + settings.routes().toAbsolutePath() + "/*.yaml")
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false)
                .withStreamCachingEnabled(false)
                .withJmxEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        settings.placeholders().forEach(camel::addInitialProperty);
        configureHttp();

        QuotaLimits quota = GateSettings.quota(settings.altegio());
        OwnedPartitions.Listener share = settings.altegio().quotaShared() && !quota.isNone()
                ? new QuotaShare(gate, quota, new Topics(settings).readPartitions())
                : OwnedPartitions.Listener.NONE;
        camel.bind("outcome", new OutcomeComponent());
        camel.bind(
                "intakeClients",
                new IntakeClientFactory(
                        settings.instance(),
                        settings.kafka().properties(),
                        new InstanceConflict(settings.instance(), clock, stop),
                        new OwnedPartitions(share)));
        camel.bind("intakeHandle", new IntakeHandle());
        camel.bind(
                "requestIntake",
                BatchIntake.ofRequests(
                        pool,
                        exchange -> template().send("direct:booking", exchange),
                        exchange -> template().send("direct:late", exchange),
                        () -> gate.status().isHolding(),
                        clock));
        camel.bind(
                "retryIntake",
                BatchIntake.ofRetries(pool, exchange -> template().send("direct:booking", exchange), clock));
        TypeCatalogue types =
                new TypeCatalogue(this::loadTypes, settings.altegio().typesTtl(), pool, Ticker.systemTicker());
        camel.bind(
                "booking",
                new BookingSteps(settings.maxChecks(), settings.retryDelays().size(), types));
        camel.bind("altegio", new AltegioSteps(clock));
        camel.bind("scheduleHeaders", new ScheduleHeaders("turnstile"));
        camel.bind("retryHeaders", new RetryHeaders(settings.retryDelays(), clock));
        camel.bind("deadLetterHeaders", new DeadLetterHeaders(clock));
        camel.bind("json", json());
    }

    /** Puts the gate into every HTTP client that camel-http makes; calls elsewhere than to Altegio pass it untouched. */
    private void configureHttp() {
        camel.bind("gate", new GateConfigurer(gate));
        camel.bind("gateHeaders", new GateHeaderFilter());
        String connections = Integer.toString(settings.intake().concurrency());
        String timeout = Long.toString(settings.altegio().timeout().toMillis());
        for (String component : List.of("camel.component.http.", "camel.component.https.")) {
            camel.addInitialProperty(component + "httpClientConfigurer", "#gate");
            camel.addInitialProperty(component + "connectionsPerRoute", connections);
            camel.addInitialProperty(component + "maxTotalConnections", connections);
            camel.addInitialProperty(component + "connectTimeout", timeout);
            camel.addInitialProperty(component + "responseTimeout", timeout);
            camel.addInitialProperty(component + "connectionRequestTimeout", timeout);
        }
    }

    private static ObjectMapper json() {
        return JsonMapper.builder().build();
    }

    private TypesAnswer loadTypes(long locationId, int page) throws Exception {
        Exchange answered = template().request("direct:membership-types", exchange -> {
            exchange.setVariable("location", locationId);
            exchange.setVariable("page", page);
            exchange.setVariable("pageSize", TypeCatalogue.Pages.SIZE);
        });
        if (answered.getException() != null) {
            throw answered.getException();
        }
        return answered.getMessage().getMandatoryBody(TypesAnswer.class);
    }

    private ProducerTemplate template() throws Exception {
        return camel.getCamelTemplate();
    }

    @Override
    public void close() {
        camel.stop();
        gate.close();
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
