package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.http.HttpServer;
import io.turnstile.intake.DryRunExchange;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.Heartbeat;
import io.turnstile.kafka.TopicMetadataCache;
import io.turnstile.routeset.RouteErrors;
import io.turnstile.routeset.RouteFiles;
import io.turnstile.routeset.RouteReload;
import io.turnstile.routeset.RouteSet;
import io.turnstile.routeset.RunningRoutes;
import io.turnstile.telemetry.OtlpTracing;
import io.turnstile.telemetry.Tracing;
import io.turnstile.topic.MissingOffsets;
import io.turnstile.topic.OffsetGuard;
import io.turnstile.topic.OldRetryTopics;
import io.turnstile.topic.Topics;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pipeline of the routes against the configured Kafka and Altegio, with console, REST, health and metrics. Start once, close
 * once.
 */
public final class Pipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration DRY_RUN_PATIENCE = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();
    private final Settings settings;
    private final Lifetime lifetime;
    private final VitalThreads threads;
    private final ThreadWatch heartbeats;
    private final Gate gate;
    private final Tracing tracing;
    private final IntakeMonitor watch;
    private final BookingPool pool;
    private final RouteTopics routeTopics;
    private final TopicDescriptions topics;
    private final RoutesDryRun dryRun;
    private final DeadLetters deadLetters;
    private final ApiWiring api;
    private final SecretMonitor secrets;
    private @Nullable HttpServer http;
    private @Nullable Routes routes;
    private volatile @Nullable RouteReload reload;
    private volatile boolean started;

    private Pipeline(Settings settings, GateConfig altegio, Consumer<String> stop) {
        this.settings = settings;
        this.lifetime = new Lifetime(settings.instance(), clock, stop);
        this.threads = new VitalThreads(lifetime::cannotGoOn);
        this.tracing = settings.telemetry()
                .tracing()
                .map(collector -> OtlpTracing.to(collector, settings.telemetry().percent(), settings.instance()))
                .orElseGet(Tracing::byAgent);
        this.gate = new Gate(altegio.withTracing(tracing));
        this.watch = new IntakeMonitor(clock, lifetime::cannotGoOn);
        this.pool = new BookingPool(settings.intake().concurrency());
        this.routeTopics = new RouteTopics(settings);
        this.topics = new TopicDescriptions(settings);
        this.dryRun = new RoutesDryRun(this::decide, clock, System::nanoTime, DRY_RUN_PATIENCE, Secrets.of(settings));
        this.deadLetters = DeadLetterWiring.of(settings, dryRun, clock);
        this.api = new ApiWiring(settings, deadLetters, gate, watch, this::runningRoutes, clock);
        this.heartbeats = new ThreadWatch(this::heartbeats);
        this.secrets = new SecretMonitor(settings, this::replaceSecrets);
    }

    /**
     * Creates missing topics and starts the routes.
     *
     * @param stop told, in one line for people, when the pipeline cannot continue and the process has to end
     * @throws SettingsException in one line: what is wrong and what to do
     */
    public static Pipeline start(Settings settings, Consumer<String> stop) {
        return start(settings, MissingOffsets.REFUSE, stop);
    }

    /**
     * Does the same.
     *
     * @param missing what to do where the group's offsets are gone
     */
    public static Pipeline start(Settings settings, MissingOffsets missing, Consumer<String> stop) {
        Pipeline pipeline = new Pipeline(settings, GateSettings.of(settings), stop);
        try {
            pipeline.start(missing);
            return pipeline;
        } catch (Exception e) {
            pipeline.close();
            throw RouteErrors.explain(e, settings.routes());
        }
    }

    /** Gets HTTP and routes ready side by side; nothing is consumed until both are, and bookings go before dead letters. */
    private void start(MissingOffsets missing) throws Exception {
        threads.watch();
        heartbeats.start();
        CompletableFuture<HttpServer> served = CompletableFuture.supplyAsync(this::serve);
        try {
            new Topics(settings).ensure();
            routes = makeRoutes(lookAtOffsets(missing));
            routes.load();
            ensureOutcomeTopics(routes.outcomeTopics());
        } finally {
            http = served.handle((server, fault) -> server).join();
        }
        served.get();
        routes.start();
        started = true;
        deadLetters.start();
        secrets.start();
        watchRoutes(routes);
    }

    private void replaceSecrets(Settings fresh) {
        GateSettings.replaceSecrets(gate, fresh);
        http.replaceSecrets(HttpWiring.config(fresh.http()));
    }

    private void watchRoutes(Routes running) {
        RouteReload made = new RouteReload(
                running.sets(), files -> prepare(running, files), Secrets.of(settings), this::note, clock);
        reload = made;
        if (settings.routesReload()) {
            made.start();
        }
    }

    /** Loads routes that are to replace those that run, and has the topics that they name. */
    private RouteSet prepare(Routes running, RouteFiles files) {
        RouteSet set = running.load(files);
        try {
            ensureOutcomeTopics(Routes.outcomeTopics(set));
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private void note(String what) {
        try {
            deadLetters.note("instance " + settings.instance(), what);
        } catch (TimeoutException | RuntimeException e) {
            LOG.warn("Could not note in the audit: {}", what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns old retry topics that are still to be read. */
    private List<String> lookAtOffsets(MissingOffsets missing) throws Exception {
        Topics topics = new Topics(settings);
        try (Admin admin = topics.connect()) {
            topics.requireOneJobsPartition(admin);
            List<String> oldRetryTopics = OldRetryTopics.announced(admin, settings);
            new OffsetGuard(admin, settings, oldRetryTopics).require(missing);
            return oldRetryTopics;
        } catch (ExecutionException e) {
            throw new SettingsException(
                    "Kafka at " + settings.kafka().brokers() + " refused to tell the offsets of group "
                            + settings.kafka().group() + ": " + e.getCause().getMessage());
        }
    }

    private void ensureOutcomeTopics(Set<String> named) {
        Topics topics = new Topics(settings, named);
        if (!topics.names().equals(new Topics(settings).names())) {
            topics.ensure();
        }
        topics.logWarnings();
        routeTopics.ensured(topics.names());
    }

    private HttpServer serve() {
        return HttpWiring.start(
                settings.http(),
                lifetime,
                heartbeats,
                new RouteHealth(
                        () -> started ? Optional.of(routes.sets().states()) : Optional.empty(),
                        () -> runningRoutes().map(RunningRoutes::warnings).orElse(List.of())),
                new IntakeHealth(watch::consumers, clock),
                gate,
                watch,
                api,
                clock);
    }

    private Routes makeRoutes(List<String> oldRetryTopics) {
        QuotaLimits quota = GateSettings.quota(settings.altegio());
        OwnedPartitions.Listener share = settings.altegio().quotaShared() && !quota.isNone()
                ? new QuotaRebalancer(gate, quota, new Topics(settings).readPartitions())
                : OwnedPartitions.Listener.marking("owned/1");
        IntakeClientFactory clients = new IntakeClientFactory(
                settings.instance(),
                settings.kafka().properties(),
                new InstanceConflict(settings.instance(), System::nanoTime, lifetime::cannotGoOn),
                new OwnedPartitions(share),
                watch,
                new TopicMetadataCache(topics, System::nanoTime),
                System::nanoTime);
        return new Routes(settings, oldRetryTopics, gate, clients, routeTopics, watch, pool, tracing, clock);
    }

    private DryRunExchange decide(RequestRecord request) throws Exception {
        if (!started) {
            throw new TimeoutException("The routes are not started yet: try again in a moment");
        }
        return routes.decide(request);
    }

    /** Returns the heartbeats of all threads that it cannot work without. */
    List<Heartbeat> heartbeats() {
        return Stream.concat(watch.heartbeats().stream(), api.heartbeats().stream())
                .toList();
    }

    /** Returns what people can do with dead letters. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Returns what routes run. */
    public RunningRoutes routes() {
        return Objects.requireNonNull(reload, "started").running();
    }

    private Optional<RunningRoutes> runningRoutes() {
        return Optional.ofNullable(reload).map(RouteReload::running);
    }

    /** Returns where health and metrics are served: {@code http://127.0.0.1:8080}. */
    public URI address() {
        return http.address();
    }

    @Override
    public void close() {
        lifetime.ends();
        secrets.close();
        if (http != null) {
            http.closeApi();
        }
        api.close();
        deadLetters.close();
        dryRun.close();
        if (reload != null) {
            reload.close();
        }
        if (routes != null) {
            routes.close();
        }
        routeTopics.close();
        topics.close();
        gate.close();
        pool.close();
        tracing.close();
        threads.close();
        heartbeats.close();
        watch.close();
        if (http != null) {
            http.close();
        }
    }
}
