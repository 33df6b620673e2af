package io.turnstile.http.api;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.turnstile.http.access.Problem;
import io.turnstile.kafka.Heartbeat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream of what has changed, as server-sent events: {@code overview} and {@code jobs} with the JSON that their routes
 * answer, {@code letters} when letters came in or were resolved. Looks once a second, on a thread of its own, and only while
 * somebody listens. Each listener is written to on a thread that nobody else waits for; one that is slow misses what came
 * between, never the last. Thread-safe.
 */
final class EventStream implements AutoCloseable {

    static final int JOBS_SENT = 50;
    static final int MOST_LISTENERS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int HEARTBEAT_ROUNDS = 15;

    /** Whoever listens for long comes again, and shows that they still may. */
    private static final int LONGEST_ROUNDS = 600;

    private final Supplier<String> overview;
    private final Supplier<String> jobs;
    private final Supplier<PipelineStatus> situation;
    private final Map<Listener, Boolean> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger(MOST_LISTENERS);
    private final Heartbeat heartbeat;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService writers = Executors.newCachedThreadPool(task -> daemon("events-writer", task));
    private final Map<String, String> last = new ConcurrentHashMap<>();
    private int round;

    /** @param heartbeat of the thread that looks, which gets its name */
    EventStream(
            Supplier<String> overview, Supplier<String> jobs, Supplier<PipelineStatus> situation, Heartbeat heartbeat) {
        this.overview = overview;
        this.jobs = jobs;
        this.situation = situation;
        this.heartbeat = heartbeat;
        daemon(heartbeat.thread(), this::stay).start();
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void stay() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                heartbeat.beat();
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a listener, who is told at once how things stand. */
    void join(Context context) {
        String accept = context.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw new Problem(406, "Not a listener", "These are server-sent events: send 'Accept: text/event-stream'");
        }
        if (HttpBodies.isHead(context)) {
            context.contentType("text/event-stream");
            return;
        }
        if (places.getAndDecrement() <= 0) {
            places.incrementAndGet();
            throw new Problem(
                    503, "Busy", MOST_LISTENERS + " others listen already: ask /api/overview now and then instead");
        }
        new SseHandler(client -> {
                    Listener listener = new Listener(client);
                    client.keepAlive();
                    client.onClose(() -> leave(listener));
                    listeners.put(listener, true);
                    listener.tell("overview", overview.get());
                    listener.tell("jobs", jobs.get());
                })
                .handle(context);
    }

    private void leave(Listener listener) {
        if (listeners.remove(listener) != null) {
            places.incrementAndGet();
        }
    }

    private void look() {
        if (listeners.isEmpty()) {
            return;
        }
        listeners.keySet().forEach(Listener::grow);
        try {
            PipelineStatus.Index index = situation.get().index();
            changed("letters", String.format(Locale.ROOT, "{\"read\":%d,\"ready\":%b}", index.read(), index.ready()));
            changed("jobs", jobs.get());
            changed("overview", overview.get());
            if (++round % HEARTBEAT_ROUNDS == 0) {
                listeners.keySet().forEach(each -> each.tell("", ""));
            }
        } catch (RuntimeException e) {
            LOG.debug("Could not look what has changed; looks again in a second.", e);
        }
    }

    private void changed(String name, String data) {
        if (!data.equals(last.put(name, data))) {
            listeners.keySet().forEach(each -> each.tell(name, data));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        listeners.keySet().forEach(Listener::end);
        writers.shutdownNow();
    }

    /** Is one who listens: what is still to be told, the newest of each name, and whether somebody is telling it. */
    private final class Listener {

        private final SseClient client;
        private final Map<String, String> untold = new ConcurrentHashMap<>();
        private final AtomicBoolean busy = new AtomicBoolean();
        private int rounds;

        Listener(SseClient client) {
            this.client = client;
        }

        void tell(String name, String data) {
            untold.put(name, data);
            if (busy.compareAndSet(false, true)) {
                writers.execute(this::write);
            }
        }

        private void write() {
            boolean written = false;
            try {
                writeUntold();
                written = true;
            } finally {
                // After an error nobody would write to it again, and it would keep its place.
                if (!written || client.terminated()) {
                    leave(this);
                }
            }
        }

        private void writeUntold() {
            do {
                for (String name : List.copyOf(untold.keySet())) {
                    String data = untold.remove(name);
                    if (name.isEmpty()) {
                        client.sendComment("still here");
                    } else {
                        client.sendEvent(name, data);
                    }
                }
                busy.set(false);
            } while (!untold.isEmpty() && busy.compareAndSet(false, true));
        }

        void grow() {
            if (++rounds > LONGEST_ROUNDS) {
                writers.execute(this::end);
            }
        }

        void end() {
            client.close();
        }
    }
}
