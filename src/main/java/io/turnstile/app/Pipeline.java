package io.turnstile.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.TypeCatalogue;
import io.turnstile.altegio.TypesAnswer;
import io.turnstile.intake.BatchIntake;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeHandle;
import io.turnstile.intake.OutcomeComponent;
import io.turnstile.steps.AltegioSteps;
import io.turnstile.steps.BookingSteps;
import io.turnstile.steps.DeadLetterHeaders;
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
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.main.Main;

/** Runs the routes against the configured Kafka and Altegio. Start once, close once. */
public final class Pipeline implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 10;

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final Main camel = new Main();
    private final ExecutorService pool;

    private Pipeline(Settings settings) {
        this.settings = settings;
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

        camel.bind("outcome", new OutcomeComponent());
        camel.bind(
                "intakeClients",
                new IntakeClientFactory(
                        settings.instance(),
                        settings.kafka().properties(),
                        new InstanceConflict(settings.instance(), clock, stop)));
        camel.bind("intakeHandle", new IntakeHandle());
        camel.bind("batchIntake", new BatchIntake(pool, this::book));
        TypeCatalogue types =
                new TypeCatalogue(this::loadTypes, settings.altegio().typesTtl(), pool, Ticker.systemTicker());
        camel.bind("booking", new BookingSteps(settings.maxChecks(), types));
        camel.bind("altegio", new AltegioSteps(clock));
        camel.bind("scheduleHeaders", new ScheduleHeaders("turnstile"));
        camel.bind("deadLetterHeaders", new DeadLetterHeaders(clock));
        camel.bind("json", json());
    }

    private void configureHttp() {
        camel.bind("gate", (HttpClientConfigurer)
                builder -> builder.addRequestInterceptorFirst((request, entity, context) -> {
                    request.setHeader(
                            "Authorization",
                            "Bearer " + settings.altegio().partnerToken().orElse("") + ", User "
                                    + settings.altegio().userToken().orElse(""));
                    request.setHeader("Accept", "application/vnd.api.v2+json");
                }));
        String millis = Long.toString(settings.altegio().timeout().toMillis());
        String connections = Integer.toString(settings.intake().concurrency());
        for (String component : List.of("camel.component.http.", "camel.component.https.")) {
            camel.addInitialProperty(component + "httpClientConfigurer", "#gate");
            camel.addInitialProperty(component + "connectionsPerRoute", connections);
            camel.addInitialProperty(component + "maxTotalConnections", connections);
            camel.addInitialProperty(component + "connectTimeout", millis);
            camel.addInitialProperty(component + "responseTimeout", millis);
            camel.addInitialProperty(component + "connectionRequestTimeout", millis);
            camel.addInitialProperty(component + "redirectHandlingDisabled", "true");
            camel.addInitialProperty(component + "automaticRetriesDisabled", "true");
            camel.addInitialProperty(component + "cookieManagementDisabled", "true");
        }
    }

    private static ObjectMapper json() {
        return JsonMapper.builder().build();
    }

    private void book(Exchange exchange) throws Exception {
        template().send("direct:booking", exchange);
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
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
