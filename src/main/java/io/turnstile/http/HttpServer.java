package io.turnstile.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.turnstile.http.access.Access;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Role;
import io.turnstile.http.api.Api;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Server of the console, the REST, health and metrics over HTTP until it is closed. */
public final class HttpServer implements AutoCloseable {

    /** They only read and write what is there, and wait for nobody. */
    private static final int MOST_THREADS = 12;

    private static final int LEAST_THREADS = 4;
    private static final int MOST_HEAD_BYTES = 8 * 1024;

    private final Javalin javalin;
    private final WorkerPool workers;
    private final SlowConnections connections;
    private final Metrics metrics;
    private final Optional<Api> api;
    private final Access access;
    private final Optional<ServerTls> tls;
    private final ReadinessLog log;
    private final URI address;

    private HttpServer(
            Javalin javalin,
            WorkerPool workers,
            SlowConnections connections,
            Metrics metrics,
            Optional<Api> api,
            Access access,
            Optional<ServerTls> tls,
            ReadinessLog log,
            URI address) {
        this.javalin = javalin;
        this.workers = workers;
        this.connections = connections;
        this.metrics = metrics;
        this.api = api;
        this.access = access;
        this.tls = tls;
        this.log = log;
        this.address = address;
    }

    /**
     * Starts listening.
     *
     * @throws HttpServerException in one line, if it cannot listen there
     */
    public static HttpServer start(HttpConfig config, HttpParts parts, Clock clock) {
        Optional<ServerTls> tls = config.tls().map(ServerTls::new);
        ServerSocketChannel socket = listen(config, tls);
        URI address = URI.create((tls.isPresent() ? "https://" : "http://") + bracketed(config.host()) + ":"
                + socket.socket().getLocalPort());
        Metrics metrics = new Metrics(parts.metrics(), parts::readiness);
        Access access = config.access(clock);
        PageRoutes routes = new PageRoutes(metrics);
        WorkerPool workers = new WorkerPool();
        SlowConnections connections = new SlowConnections();
        AccessGuard doorkeeper = new AccessGuard(access);
        AccessHandler door =
                new AccessHandler(new BodyHandler(new SignInQueue(workers, doorkeeper)), access, doorkeeper, clock);
        FrontHandler front = new FrontHandler(door, parts, workers, connections, config.publicUrl());
        Optional<Api> api = parts.desk()
                .map(desk -> new Api(desk, access, () -> parts.readiness().isUp(), clock));
        Javalin javalin = Javalin.create(javalinConfig -> {
            javalinConfig.startup.showJavalinBanner = false;
            javalinConfig.startup.showOldJavalinVersionWarning = false;
            javalinConfig.startup.startupWatcherEnabled = false;
            javalinConfig.jetty.threadPool = threads();
            javalinConfig.jetty.modifyServer(server -> {
                server.setHandler(front);
                server.setErrorHandler(new ErrorReplies());
            });
            javalinConfig.jetty.addConnector((server, http) -> connector(server, http, socket, connections, tls));
            javalinConfig.http.prefer405over404 = true;
            Problems.addTo(javalinConfig.routes);
            routes.addTo(javalinConfig.routes);
            api.ifPresent(each -> each.addTo(javalinConfig.routes));
        });
        ReadinessLog log = ReadinessLog.start(parts.silent());
        return new HttpServer(javalin.start(), workers, connections, metrics, api, access, tls, log, address);
    }

    /** Takes the secrets of another configuration from now on. */
    public void replaceSecrets(HttpConfig config) {
        access.replaceTokens(config.tokens());
        tls.ifPresent(each -> config.tls().ifPresent(each::replace));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("http");
        return threads;
    }

    /** Listens before there is a server, which would log in many lines what is said here in one. */
    private static ServerSocketChannel listen(HttpConfig config, Optional<ServerTls> tls) {
        try {
            ServerSocketChannel socket = ServerSocketChannel.open();
            try {
                socket.bind(new InetSocketAddress(config.host(), config.port()));
                return socket;
            } catch (IOException | UnresolvedAddressException e) {
                tls.ifPresent(ServerTls::close);
                socket.close();
                throw e;
            }
        } catch (BindException e) {
            throw new HttpServerException(
                    String.format(
                            Locale.ROOT,
                            "Cannot listen on port %d of %s (%s): set turnstile.http.port (TURNSTILE_HTTP_PORT) to a free one, or 0 for any",
                            config.port(),
                            config.host(),
                            e.getMessage()),
                    e);
        } catch (IOException | UnresolvedAddressException e) {
            throw new HttpServerException(
                    String.format(
                            Locale.ROOT,
                            "Cannot listen on port %d of %s: fix turnstile.http.port and turnstile.http.host (%s)",
                            config.port(),
                            config.host(),
                            e),
                    e);
        }
    }

    private static ServerConnector connector(
            Server server,
            HttpConfiguration http,
            ServerSocketChannel socket,
            SlowConnections connections,
            Optional<ServerTls> tls) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MOST_HEAD_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        // Which hosts it is called by is the guard's to say.
        tls.ifPresent(each -> http.addCustomizer(new SecureRequestCustomizer(false)));
        ConnectionFactory[] factories = tls.map(
                        each -> new ConnectionFactory[] {each.connections(plain.getProtocol()), plain})
                .orElse(new ConnectionFactory[] {plain});
        ServerConnector connector = new ServerConnector(server, 1, 1, factories);
        connector.addBean(connections);
        try {
            connector.open(socket);
        } catch (IOException e) {
            throw new HttpServerException("Cannot listen: " + e.getMessage(), e);
        }
        return connector;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    /** Returns where it listens, with the port it took: {@code http://127.0.0.1:8080}. */
    public URI address() {
        return address;
    }

    /**
     * Ends the REST, before what it works with ends, and says no more of readiness, which ends too. Health and metrics are
     * served until the server is closed.
     */
    public void closeApi() {
        log.close();
        api.ifPresent(Api::close);
    }

    @Override
    public void close() {
        closeApi();
        javalin.stop();
        tls.ifPresent(ServerTls::close);
        workers.close();
        connections.close();
        metrics.close();
    }

    /** Paths beside the REST: the console's files for everybody, metrics for those who may look. */
    private static final class PageRoutes {

        private final Metrics metrics;

        PageRoutes(Metrics metrics) {
            this.metrics = metrics;
        }

        void addTo(RoutesConfig routes) {
            new ConsolePage().addTo(routes);
            routes.get("/metrics", this::metrics);
        }

        private void metrics(Context context) {
            AccessGuard.admit(ServletContextRequest.getServletContextRequest(context.req()), Role.VIEWER);
            context.contentType(Metrics.TYPE).result(metrics.text());
        }
    }
}
