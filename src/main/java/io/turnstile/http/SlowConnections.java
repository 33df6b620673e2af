package io.turnstile.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch over connections, every second on a thread of its own: ends those whose other side sends the head of a call, or its
 * body, or takes an answer, more slowly than anybody needs. Thread-safe.
 */
final class SlowConnections implements Connection.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowConnections.class);
    private static final int MOST = 1_000;
    private static final int MANY = 300;
    private static final long LONGEST_IDLE = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_IDLE_OF_MANY = TimeUnit.SECONDS.toNanos(3);
    private static final long LONGEST_HEAD = TimeUnit.SECONDS.toNanos(10);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
    private static final long LEAST_IN_WINDOW = 10 * 8 * 1024;

    private final Map<Connection, Watched> all = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    SlowConnections() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "http-slow-connections");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        // Of a connection over TLS, the one within is watched.
        if (!(connection instanceof SslConnection)) {
            all.put(connection, new Watched(connection, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        all.remove(connection);
    }

    /** Notes that the head of a call is there. */
    void begins(Request request) {
        Connection connection = request.getConnectionMetaData().getConnection();
        Watched watched = all.get(connection);
        if (watched != null) {
            watched.begins();
            Request.addCompletionListener(request, fault -> watched.ends(System.nanoTime()));
        }
    }

    private void look() {
        try {
            long now = System.nanoTime();
            all.values().forEach(each -> each.look(now, all.size() > MANY));
            int tooMany = all.size() - MOST;
            if (tooMany > 0) {
                List<Watched> idle = all.values().stream()
                        .filter(each -> !each.inCall)
                        .sorted(Comparator.comparingLong((Watched each) -> each.idleSince - now))
                        .limit(tooMany)
                        .toList();
                idle.forEach(each -> each.end("is one of too many"));
            }
        } catch (RuntimeException | Error e) {
            // Whatever leaves it ends the looks for good, without a word.
            LOG.warn("Could not look at all connections; looks again in a second.", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One connection: whether a call is under way, and what was moved since when. */
    private static final class Watched {

        private final Connection connection;
        private volatile boolean inCall;
        private volatile long idleSince;
        private volatile long bytesAtIdle;
        private boolean waits;
        private long windowSince;
        private long bytesAtWindow;

        Watched(Connection connection, long now) {
            this.connection = connection;
            this.idleSince = now;
        }

        void begins() {
            inCall = true;
        }

        void ends(long now) {
            bytesAtIdle = connection.getBytesIn();
            idleSince = now;
            inCall = false;
        }

        void look(long now, boolean many) {
            if (inCall) {
                lookAtCall(now);
            } else {
                waits = false;
                boolean head = connection.getBytesIn() > bytesAtIdle;
                long longest = head ? LONGEST_HEAD : many ? LONGEST_IDLE_OF_MANY : LONGEST_IDLE;
                if (now - idleSince > longest) {
                    end(head ? "sends the head of a call too slowly" : "does nothing");
                }
            }
        }

        private void lookAtCall(long now) {
            long bytes = connection.getBytesIn() + connection.getBytesOut();
            if (!isWaitedFor()) {
                waits = false;
            } else if (!waits || now - windowSince > WINDOW) {
                if (waits && bytes - bytesAtWindow < LEAST_IN_WINDOW) {
                    end("is too slow");
                }
                waits = true;
                windowSince = now;
                bytesAtWindow = bytes;
            }
        }

        /** Returns whether it is the other side's turn to send, or to take. */
        private boolean isWaitedFor() {
            return connection.getEndPoint() instanceof AbstractEndPoint end
                    && (end.isFillInterested() || end.getWriteFlusher().isPending());
        }

        void end(String why) {
            LOG.debug(
                    "The connection from {} {}: it is closed.",
                    connection.getEndPoint().getRemoteSocketAddress(),
                    why);
            connection.getEndPoint().close();
        }
    }
}
