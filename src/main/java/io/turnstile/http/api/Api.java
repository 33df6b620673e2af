package io.turnstile.http.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.http.access.Access;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import io.turnstile.http.access.PublicUrl;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handlers of everything under {@code /api}. */
public final class Api implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final LiveRoutes live;
    private final List<ApiEndpoint> routes;
    private final Optional<PublicUrl> publicUrl;
    private volatile boolean closed;

    /**
     * Parts that the REST works with.
     *
     * @param situation called once a second while somebody looks; must not wait
     * @param routes empty until they are started
     * @param events heartbeat of the thread of the event stream
     */
    public record Dependencies(
            DeadLetters letters,
            Supplier<PipelineStatus> situation,
            Supplier<Optional<RoutesStatus>> routes,
            Heartbeat events,
            Program program) {

        public Dependencies {
            Objects.requireNonNull(letters);
            Objects.requireNonNull(situation);
            Objects.requireNonNull(routes);
            Objects.requireNonNull(events);
            Objects.requireNonNull(program);
        }
    }

    /**
     * Program that answers.
     *
     * @param commit short id of what it was built from
     */
    public record Program(String version, String commit) {}

    /** @param ready whether the pipeline is at work */
    public Api(Dependencies desk, Access access, BooleanSupplier ready, Clock clock) {
        FilterReader filters = new FilterReader(new TimeExpressions(clock));
        this.publicUrl = access.publicUrl();
        this.live = new LiveRoutes(desk, ready);
        this.routes = Stream.of(
                        live.routes(),
                        new LetterRoutes(desk.letters(), filters).routes(),
                        new JobRoutes(desk.letters(), new JobRequestReader(filters)).routes(),
                        new SessionRoutes(access, new AccessGuard(access)).routes(),
                        new ContractRoutes(access.publicUrl()).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns what is served: {@code GET /api/overview}, and so on. */
    public List<String> served() {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }

    public void addTo(RoutesConfig server) {
        for (ApiEndpoint route : routes) {
            server.addEndpoint(new Endpoint(route.method(), route.path(), context -> serve(route, context)));
            if (route.method() == HandlerType.GET) {
                // Javalin by itself answers 200 to a HEAD of whatever has a GET. Jetty leaves the body out.
                server.addEndpoint(new Endpoint(HandlerType.HEAD, route.path(), context -> serve(route, context)));
            }
        }
        server.exception(
                TimeoutException.class,
                (e, context) -> answer(
                        context,
                        new Problem(
                                504,
                                "Took too long",
                                e.getMessage() == null ? "Kafka did not answer" : e.getMessage())));
    }

    private void serve(ApiEndpoint route, Context context) throws Exception {
        Caller caller = null;
        try {
            if (route.needs().isPresent()) {
                caller = AccessGuard.admit(
                        HttpBodies.request(context), route.needs().get());
            }
            if (closed) {
                throw new Problem(503, "Stopping", "This instance is stopping: call another, or wait until it is back");
            }
            QueryString.check(context.queryString());
            if (!route.searches()) {
                context.queryParamMap().keySet().stream().findFirst().ifPresent(name -> {
                    throw QueryString.unknown(name);
                });
            }
            route.work().answer(context, caller);
            publish(context);
            log(route, context, caller, "done");
        } catch (Problem e) {
            log(route, context, caller, "refused: " + e.getMessage());
            throw e;
        } catch (Exception e) {
            log(route, context, caller, "failed: " + e.getMessage());
            throw e;
        }
    }

    /** Makes a link that an answer has one that leads through the proxy. */
    private void publish(Context context) {
        String link = context.res().getHeader("Location");
        if (link != null) {
            publicUrl.ifPresent(url -> context.header("Location", url.text() + link));
        }
    }

    private static void log(ApiEndpoint route, Context context, @Nullable Caller caller, String ended) {
        if (route.changes()) {
            LOG.info(
                    "{} {} by {} from {}{}, {}",
                    route.method(),
                    AccessGuard.line(context.path(), 300),
                    caller == null
                            ? "nobody known"
                            : "'" + caller.name() + "' (" + caller.role().text() + ")",
                    AccessGuard.marked(HttpBodies.request(context)).address(),
                    HttpBodies.noted(context),
                    AccessGuard.line(ended, 500));
        }
    }

    /** Answers with a problem. */
    public static void answer(Context context, Problem problem) {
        if (problem.status() == 401) {
            context.header("WWW-Authenticate", "Bearer realm=\"turnstile\"");
        }
        context.status(problem.status()).contentType(Problem.TYPE).result(problem.json());
    }

    @Override
    public void close() {
        closed = true;
        live.close();
    }
}
