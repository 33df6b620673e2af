package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.quota.QuotaUse;
import io.turnstile.config.BuildInfo;
import io.turnstile.config.Settings;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.http.HealthResult;
import io.turnstile.http.api.Api;
import io.turnstile.http.api.PipelineStatus;
import io.turnstile.http.api.RoutesStatus;
import io.turnstile.intake.ConsumerState;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.kafka.Heartbeat;
import io.turnstile.routeset.RunningRoutes;
import io.turnstile.topic.AdminClients;
import io.turnstile.topic.RequestLag;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Wiring of what the REST shows and does. Close once; what it was made of is left open. */
final class ApiWiring implements AutoCloseable {

    private static final Duration SHOWN = Duration.ofHours(1);

    /** A look reads what is in memory, and the index. */
    private static final Duration LOOKS_WITHIN = Duration.ofMinutes(3);

    private final Settings settings;
    private final DeadLetters letters;
    private final Gate gate;
    private final IntakeMonitor watch;
    private final Supplier<Optional<RunningRoutes>> routes;
    private final Admin admin;
    private final RequestLag lag;
    private final Clock clock;
    private final Heartbeat events = new Heartbeat("events", LOOKS_WITHIN);

    /** @param routes empty until they are started */
    ApiWiring(
            Settings settings,
            DeadLetters letters,
            Gate gate,
            IntakeMonitor watch,
            Supplier<Optional<RunningRoutes>> routes,
            Clock clock) {
        this.settings = settings;
        this.letters = letters;
        this.gate = gate;
        this.watch = watch;
        this.routes = routes;
        this.clock = clock;
        this.admin = AdminClients.create(settings, "watch");
        this.lag = new RequestLag(admin, settings, Ticker.systemTicker());
    }

    /** Returns meters of what stands on Kafka, which every instance of the group shows alike. */
    StatusMeters meters() {
        return new StatusMeters(letters, lag, clock, Ticker.systemTicker());
    }

    Api.Dependencies desk() {
        BuildInfo build = BuildInfo.current();
        return new Api.Dependencies(
                letters,
                this::situation,
                () -> routes.get().map(this::routes),
                events,
                new Api.Program(build.version(), build.commit()));
    }

    /** Returns the heartbeats of its threads, and of those of the dead letters. */
    List<Heartbeat> heartbeats() {
        return Stream.concat(letters.heartbeats().stream(), Stream.of(events)).toList();
    }

    private PipelineStatus situation() {
        IndexSync.State index = letters.indexState();
        return new PipelineStatus(
                settings.instance(),
                intake(lag, watch.consumers()),
                gate(gate.status(), gate.use()),
                new PipelineStatus.Index(index.ready(), index.read(), index.behind()),
                letters.minutes(clock.instant().minus(SHOWN)).stream()
                        .map(each -> new PipelineStatus.Minute(each.at(), each.scheduled(), each.deadLetters()))
                        .toList(),
                Stream.concat(
                                warnings(index).stream(),
                                routes.get().map(RunningRoutes::warnings).stream()
                                        .flatMap(List::stream))
                        .toList());
    }

    private RoutesStatus routes(RunningRoutes running) {
        return new RoutesStatus(
                settings.routesReload(),
                running.routes().stream()
                        .map(each -> new RoutesStatus.Route(
                                each.id(), each.description(), each.file(), each.line(), each.since()))
                        .toList(),
                running.refused()
                        .map(each -> new RoutesStatus.Refusal(
                                each.why(), each.file(), each.line(), each.what(), each.meant(), each.since())),
                running.restart(),
                running.endingInEarlierRoutes());
    }

    private List<String> warnings(IndexSync.State index) {
        List<String> warnings = new ArrayList<>();
        index.trouble().ifPresent(warnings::add);
        warnings.addAll(letters.warnings());
        return warnings;
    }

    /** Returns a result that is up whatever happens: bookings pass also while nobody can look at dead letters. */
    List<HealthResult> look() {
        IndexSync.State index = letters.indexState();
        List<String> warnings = warnings(index);
        String detail = index.ready() ? index.read() + " read" : index.read() + " read, " + index.behind() + " to go";
        return List.of(HealthResult.up(
                "dead-letters", warnings.isEmpty() ? detail : "WARNING: " + String.join("; ", warnings)));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private static PipelineStatus.Gate gate(GateStatus status, QuotaUse use) {
        return new PipelineStatus.Gate(
                status.holding().map(reason -> reason.name().toLowerCase(Locale.ROOT)),
                status.detail(),
                status.since(),
                status.throttledUntil(),
                use.perSecond(),
                use.perMinute(),
                use.usedSecond(),
                use.usedMinute(),
                use.waiting());
    }

    private static PipelineStatus.Intake intake(RequestLag lag, List<ConsumerState> consumers) {
        return new PipelineStatus.Intake(
                lag.requests(),
                lag.retries(),
                consumers.stream()
                        .map(each -> new PipelineStatus.Consumer(
                                each.name(), each.partitions(), each.lastCommit(), each.fault()))
                        .toList());
    }
}
