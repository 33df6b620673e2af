package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.intake.ConsumerAccessFactory;
import io.turnstile.intake.DryRunExchange;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeContext;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.intake.RecordIntake;
import io.turnstile.intake.outcome.DryRunStop;
import io.turnstile.intake.outcome.OutcomeComponent;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.routeset.RouteErrors;
import io.turnstile.routeset.RouteFiles;
import io.turnstile.routeset.RouteSet;
import io.turnstile.routeset.RouteSwitch;
import io.turnstile.telemetry.LogContext;
import io.turnstile.telemetry.Tracing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Camel with the route files and with everything that they name. Start once, close once. */
public final class Routes implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 10;
    private static final Duration DRAIN_TIME = Duration.ofSeconds(5);

    /** For routes of somebody's own that call Altegio on threads of theirs. */
    private static final int SPARE_CONNECTIONS = 8;

    private static final String OUTCOME = "outcome";
    private static final String RETRY_TOPICS = "turnstile.retry.topics";

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Settings settings;
    private final OutcomeTopics topics;
    private final IntakeClientFactory clients;
    private final String retryTopics;
    private final Gate gate;
    private final Executor pool;
    private final Tracing tracing;
    private final Clock clock;
    private @Nullable RouteSwitch sets;

    /**
     * Wires the routes and starts nothing.
     *
     * @param oldRetryTopics read beside those of the settings
     * @param topics says where routes may write outcomes
     * @param pool runs bookings; its threads bound those in flight
     * @param tracing begins the trace of each record
     */
    public Routes(
            Settings settings,
            List<String> oldRetryTopics,
            Gate gate,
            IntakeClientFactory clients,
            OutcomeTopics topics,
            IntakeMonitor watch,
            Executor pool,
            Tracing tracing,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.gate = gate;
        this.pool = pool;
        this.tracing = tracing;
        this.clock = clock;
        this.topics = topics;
        this.retryTopics = Stream.concat(settings.retryTopics().stream(), oldRetryTopics.stream())
                .collect(Collectors.joining(","));
        bindIntake(watch);
        beans.putAll(new RouteBeans(settings, Secrets.of(settings), pool, clock, this::request).byName(topics));
    }

    /**
     * Reads the route files and resolves what they name, but starts no route: nothing is consumed or called.
     *
     * @return how many routes there are
     * @throws SettingsException in one line for who wrote the files
     */
    public int load() throws IOException {
        sets = new RouteSwitch(load(RouteFiles.read(settings.routes())));
        return sets.current().context().getRoutesSize();
    }

    /**
     * Does the same with files that may replace those that run.
     *
     * @return not started yet
     * @throws SettingsException in one line for who wrote the files
     */
    RouteSet load(RouteFiles files) {
        RouteRequirements requirements = new RouteRequirements(settings, retryTopics, clients);
        RouteSet set = RouteSet.load(files, camel(), requirements::isIntake);
        try {
            requirements.check(set.context());
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /** Returns the sets of routes, one of which runs; they must have been loaded. */
    RouteSwitch sets() {
        return Objects.requireNonNull(sets, "loaded");
    }

    /**
     * Returns the topics that the routes, which must have been loaded, name for outcomes. Not among them are those whose
     * names are computed for each request.
     */
    public Set<String> outcomeTopics() {
        return outcomeTopics(sets().current());
    }

    static Set<String> outcomeTopics(RouteSet set) {
        ModelCamelContext context = set.context();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            for (ToDynamicDefinition step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDynamicDefinition.class)) {
                if (step.getUri().startsWith(OUTCOME + ":") && !step.getUri().contains("${")) {
                    resolve(set, route, step);
                }
            }
        }
        return context.getEndpoints().stream()
                .map(Endpoint::getEndpointUri)
                .filter(uri -> uri.startsWith(OUTCOME + "://"))
                .map(uri -> uri.substring(OUTCOME.length() + 3).split("\\?", 2)[0])
                .collect(Collectors.toSet());
    }

    private static void resolve(RouteSet set, RouteDefinition route, ToDynamicDefinition step) {
        try {
            set.context().getEndpoint(step.getUri());
        } catch (ResolveEndpointFailedException e) {
            throw RouteErrors.explain(
                    new FailedToCreateRouteException(route.getRouteId(), null, route.getShortName(), e), set.files());
        }
    }

    /** Starts all routes, which must have been loaded. */
    void start() {
        sets().start();
    }

    /** Makes the Camel of one set of routes: what has state is shared by all sets. */
    private Main camel() {
        Main camel = new Main();
        camel.configure()
                .withName("turnstile")
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false)
                .withStreamCachingEnabled(false)
                .withJmxEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        settings.placeholders().forEach(camel::addInitialProperty);
        camel.addInitialProperty(RETRY_TOPICS, retryTopics);
        configureHttp(camel);
        beans.forEach(camel::bind);
        // a component belongs to one Camel
        camel.bind(OUTCOME, new OutcomeComponent(topics));
        camel.bind("threadPools", new ContextThreadPools());
        camel.bind("dryRunStop", new DryRunStop());
        return camel;
    }

    /** Puts the gate into every HTTP client that camel-http makes; calls elsewhere than to Altegio pass it untouched. */
    private void configureHttp(Main camel) {
        camel.bind("gate", new GateConfigurer(gate));
        int callers = settings.intake().concurrency() + RoutesDryRun.TOGETHER + SPARE_CONNECTIONS;
        String connections = Integer.toString(callers);
        String total = Integer.toString(2 * callers);
        String timeout = Long.toString(settings.altegio().timeout().toMillis());
        for (String component : List.of("camel.component.http.", "camel.component.https.")) {
            camel.addInitialProperty(component + "httpClientConfigurer", "#gate");
            camel.addInitialProperty(component + "connectionsPerRoute", connections);
            camel.addInitialProperty(component + "maxTotalConnections", total);
            camel.addInitialProperty(component + "connectTimeout", timeout);
            camel.addInitialProperty(component + "responseTimeout", timeout);
            camel.addInitialProperty(component + "connectionRequestTimeout", timeout);
        }
        AltegioTls.parameters(settings.altegio()).ifPresent(tls -> {
            camel.bind("altegioTls", tls);
            camel.addInitialProperty("camel.component.https.sslContextParameters", "#altegioTls");
        });
    }

    private void bindIntake(IntakeMonitor watch) {
        beans.put("intakeClients", clients);
        beans.put("intakeHandle", new ConsumerAccessFactory());
        beans.put("requestIntake", new RecordIntake(intake(RequestRecord.Source.REQUESTS), watch));
        beans.put("retryIntake", new RecordIntake(intake(RequestRecord.Source.RETRIES), watch));
    }

    private IntakeContext intake(RequestRecord.Source source) {
        Set<String> own = new HashSet<>(settings.retryTopics());
        own.addAll(List.of(settings.topics().schedules(), settings.topics().deadLetters()));
        return new IntakeContext(
                source,
                pool,
                new IntakeContext.Routes(
                        calling("direct:booking"),
                        calling("direct:straggler"),
                        calling("direct:undecided"),
                        calling("direct:refused")),
                new IntakeContext.Topics(settings.topics().deadLetters(), own),
                settings.retryDelays().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO),
                new GateWaits(gate),
                tracing,
                clock,
                System::nanoTime);
    }

    private Processor calling(String route) {
        return exchange -> sets().send(route, exchange);
    }

    private Exchange request(String route, Processor prepare) throws Exception {
        return sets().with(route, (camel, call) -> {
            Exchange exchange = new DefaultExchange(camel, ExchangePattern.InOut);
            prepare.process(exchange);
            call.process(exchange);
            return exchange;
        });
    }

    /** Decides one request beside all batches, on this thread; it writes nothing. */
    DryRunExchange decide(RequestRecord request) throws Exception {
        return sets().with("direct:booking", (camel, route) -> {
            DryRunExchange trial = DryRunExchange.of(new DefaultExchange(camel), request);
            LogContext.begin(request.origin().id());
            try {
                route.process(trial.exchange());
            } finally {
                LogContext.end();
            }
            return trial;
        });
    }

    /** Lets what is under way end and be committed, for a few seconds, and gives up the rest. */
    @Override
    public void close() {
        try {
            clients.drain(DRAIN_TIME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Those that still wait for Altegio would otherwise be waited for, and then interrupted in whatever they are
        // doing.
        gate.close();
        if (sets != null) {
            sets.close();
        }
    }

    /** Waits of the intake's bookings, all of them in the gate. */
    private record GateWaits(Gate gate) implements IntakeContext.CallWaits {

        @Override
        public boolean isHolding() {
            return gate.status().isHolding();
        }

        @Override
        public boolean isSlow(long sequence, Duration patience) {
            return gate.isSlow(sequence, patience);
        }

        @Override
        public boolean isQueued(long sequence) {
            return gate.isQueued(sequence);
        }

        @Override
        public void end(long sequence) {
            gate.giveUp(sequence);
        }
    }
}
