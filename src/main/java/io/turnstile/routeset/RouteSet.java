package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceSupport;

/**
 * All route files, loaded into a Camel of their own. It is in use until it is retired and the last booking has left it. Thread-safe
 * but for loading.
 */
public final class RouteSet implements AutoCloseable {

    /** Where only other routes of the same Camel lead. Whatever begins elsewhere reads something by itself. */
    private static final Set<String> INNER = Set.of("direct", "seda", "disruptor", "stub", "mock");

    private final RouteFiles files;
    private final Main camel;
    private final ModelCamelContext context;
    private final Predicate<Endpoint> intake;

    /** One for being the current set, and one for each booking that is under way in it. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean retired;

    private RouteSet(RouteFiles files, Main camel, Predicate<Endpoint> intake) {
        this.files = files;
        this.camel = camel;
        this.context = (ModelCamelContext) camel.getCamelContext();
        this.intake = intake;
    }

    /**
     * Loads files and resolves what they name; no route is started.
     *
     * @param camel configured, and not started; closed if this fails
     * @param intake whether routes that begin with an endpoint read requests: those of one set do so for all that follow
     * @throws SettingsException in one line for who wrote the files
     */
    public static RouteSet load(RouteFiles files, Main camel, Predicate<Endpoint> intake) {
        try {
            camel.configure().withRoutesCollectorEnabled(false).withAutoStartup(false);
            camel.init();
            RouteIds.requireSound(files);
            PluginHelper.getRoutesLoader(camel.getCamelContext())
                    .loadRoutes(files.texts().entrySet().stream()
                            .<Resource>map(
                                    file -> new Text(files.path(file.getKey()).toString(), file.getValue()))
                            .toList());
            camel.start();
            RouteSet set = new RouteSet(files, camel, intake);
            DeadLinks.requireNone(set);
            return set;
        } catch (Exception e) {
            camel.stop();
            throw RouteErrors.explain(e, files);
        }
    }

    public RouteFiles files() {
        return files;
    }

    public ModelCamelContext context() {
        return context;
    }

    /** Starts all routes. */
    void start() throws Exception {
        context.getRouteController().startAllRoutes();
    }

    /** Starts those that only others lead to. */
    public void startInner() throws Exception {
        for (Route route : context.getRoutes()) {
            if (isInner(route)) {
                context.getRouteController().startRoute(route.getId());
            }
        }
    }

    /** Starts those that read something by themselves, but for the intake's. */
    void startReaders() throws Exception {
        for (Route route : readers()) {
            context.getRouteController().startRoute(route.getId());
        }
    }

    /** Stops those that read something by themselves, but for the intake's; what they are doing ends first. */
    void stopReaders() throws Exception {
        for (Route route : readers()) {
            context.getRouteController().stopRoute(route.getId());
        }
    }

    private List<Route> readers() {
        List<Route> readers = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            if (!isInner(route) && !intake.test(route.getEndpoint())) {
                readers.add(route);
            }
        }
        return readers;
    }

    private static boolean isInner(Route route) {
        return INNER.contains(route.getEndpoint().getEndpointUri().split(":", 2)[0]);
    }

    /** Adds to a map which routes run: those that read requests, or all others. */
    void states(boolean ofIntake, Map<String, Boolean> states) {
        for (Route route : context.getRoutes()) {
            if (isIntake(route) == ofIntake) {
                states.put(
                        route.getId(),
                        context.getRouteController()
                                .getRouteStatus(route.getId())
                                .isStarted());
            }
        }
    }

    boolean isIntake(Route route) {
        return intake.test(route.getEndpoint());
    }

    /** Returns whether somebody may use it now, who then has to {@link #leave}. */
    boolean enter() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Returns whether that was the last. */
    boolean leave() {
        return users.decrementAndGet() == 0;
    }

    /** Lets nobody enter any more once all have left; returns whether they have. */
    boolean retire() {
        retired = true;
        return leave();
    }

    /** Returns how many bookings are under way in it. */
    int underWay() {
        return retired ? users.get() : users.get() - 1;
    }

    /** Sends an exchange of this Camel, or of an earlier set's, through one of the routes. */
    public void send(String route, Exchange exchange) throws Exception {
        if (exchange.getContext() == context) {
            camel.getCamelTemplate().send(route, exchange);
            return;
        }
        Exchange own = new DefaultExchange(context);
        own.getMessage().setHeaders(exchange.getMessage().getHeaders());
        own.getMessage().setBody(exchange.getMessage().getBody());
        exchange.getAllProperties().forEach(own::setProperty);
        exchange.getVariables().forEach(own::setVariable);
        camel.getCamelTemplate().send(route, own);
        own.getVariables().forEach(exchange::setVariable);
        exchange.setException(own.getException());
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** Text of a file, for Camel to read in place of the file. */
    private static final class Text extends ResourceSupport {

        private final String text;

        Text(String path, String text) {
            super("file", path);
            this.text = text;
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
