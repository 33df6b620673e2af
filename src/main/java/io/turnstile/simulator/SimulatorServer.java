package io.turnstile.simulator;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.turnstile.simulator.fault.Outages;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Server on one port with a handful of threads. The socket can be closed and opened again under it. */
final class SimulatorServer implements AutoCloseable, Outages.Listener {
    private static final int THREADS = 12;
    private static final int BACKLOG = 1024;
    private static final long IDLE_MILLIS = 300_000;
    private static final long CLOSE_LIMIT_NANOS = 1_000_000_000;
    private static final long CLOSE_PAUSE_NANOS = 1_000_000;

    private final Javalin javalin;
    private final ServerConnector connector;

    private SimulatorServer(Javalin javalin) {
        this.javalin = javalin;
        this.connector = (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
        connector.setPort(connector.getLocalPort());
    }

    /**
     * Starts listening.
     *
     * @throws PortInUseException if another process listens there
     */
    static SimulatorServer start(String host, int port, Consumer<JavalinConfig> routes) {
        // Asked first, because the server would not only throw but also log it.
        if (!free(host, port)) {
            throw new PortInUseException(host, port, null);
        }
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
            config.jetty.addConnector((server, http) -> {
                http.setSendServerVersion(false);
                ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
                connector.setHost(host);
                connector.setPort(port);
                connector.setAcceptQueueSize(BACKLOG);
                connector.setIdleTimeout(IDLE_MILLIS);
                return connector;
            });
            routes.accept(config);
        });
        try {
            return new SimulatorServer(javalin.start());
        } catch (JavalinBindException e) {
            throw new PortInUseException(host, port, e);
        }
    }

    private static boolean free(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return connector.getPort();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    @Override
    public void shut() {
        try {
            connector.close();
            awaitClosed();
            // Connections first: stopping the connector would answer 500 to the calls that wait on them.
            List.copyOf(connector.getConnectedEndPoints()).forEach(EndPoint::close);
            connector.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the listening socket could not be closed", e);
        }
    }

    /**
     * Waits until the listening socket is really gone: the thread that waits in accept keeps it for a moment, and a
     * connection that came in by then would belong to nobody.
     */
    private void awaitClosed() {
        long end = System.nanoTime() + CLOSE_LIMIT_NANOS;
        while (!free(connector.getHost(), connector.getPort()) && System.nanoTime() < end) {
            LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
        }
    }

    @Override
    public boolean open() {
        try {
            connector.start();
            return true;
        } catch (IOException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("the listening socket could not be opened again", e);
        }
    }
}
