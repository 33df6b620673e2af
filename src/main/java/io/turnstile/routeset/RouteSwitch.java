package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switch between sets of routes. Each booking enters the set that is current then and ends in it, however long that takes; the
 * next booking enters the next set. The routes that read requests stay those of the first set, so its Camel stays too.
 * Thread-safe.
 */
public final class RouteSwitch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwitch.class);

    private final RouteSet first;
    private final Set<RouteSet> open = new CopyOnWriteArraySet<>();
    private final ExecutorService closer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "routes-closer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile RouteSet current;
    private boolean closed;

    /** @param first its routes are not started yet */
    public RouteSwitch(RouteSet first) {
        this.first = first;
        this.current = first;
        open.add(first);
    }

    /**
     * Starts all routes of the first set.
     *
     * @throws SettingsException in one line for who wrote the files
     */
    public void start() {
        try {
            first.start();
        } catch (Exception e) {
            throw RouteErrors.explain(e, first.files());
        }
    }

    /** Returns the set that the next booking enters. */
    public RouteSet current() {
        return current;
    }

    /** Returns the set whose routes read requests. */
    RouteSet first() {
        return first;
    }

    /** Returns the ids of the routes that should run, and whether each does. */
    public SortedMap<String, Boolean> states() {
        SortedMap<String, Boolean> states = new TreeMap<>();
        RouteSet set = current;
        first.states(true, states);
        set.states(false, states);
        return states;
    }

    /** Returns how many bookings are still under way in earlier sets. */
    int underWayInEarlierSets() {
        return open.stream()
                .filter(set -> set != current)
                .mapToInt(RouteSet::underWay)
                .sum();
    }

    /** Work with a set that is not closed before the work has ended. */
    @FunctionalInterface
    public interface Work<T> {
        T with(CamelContext camel, Processor booking) throws Exception;
    }

    /** Sends an exchange through one of the routes of the current set. */
    public void send(String route, Exchange exchange) throws Exception {
        RouteSet set = enter();
        try {
            set.send(route, exchange);
        } finally {
            leave(set);
        }
    }

    /** Does work with a route of the current set, whose exchanges have to be of its Camel. */
    public <T> T with(String route, Work<T> work) throws Exception {
        RouteSet set = enter();
        try {
            return work.with(set.context(), exchange -> set.send(route, exchange));
        } finally {
            leave(set);
        }
    }

    private RouteSet enter() {
        while (true) {
            RouteSet set = current;
            if (set.enter()) {
                return set;
            }
        }
    }

    private void leave(RouteSet set) {
        if (set.leave()) {
            closer.execute(() -> end(set));
        }
    }

    private void end(RouteSet set) {
        if (set != first) {
            set.close();
            open.remove(set);
        }
        LOG.debug(
                "Nothing is under way any more in replaced routes of {}",
                set.files().folder());
    }

    /**
     * Lets all bookings that begin from now on take another set. Nothing waits for bookings that are under way. Routes of the
     * user's own that read something by themselves are stopped before those of the next set are started.
     *
     * @param next loaded, and not started; left to the caller when this fails, and then nothing has changed
     */
    synchronized void replaceBy(RouteSet next) throws Exception {
        if (closed) {
            throw new SettingsException("Turnstile is stopping");
        }
        RouteSet before = current;
        next.startInner();
        try {
            before.stopReaders();
            next.startReaders();
        } catch (Exception e) {
            try {
                next.stopReaders();
            } finally {
                before.startReaders();
            }
            throw e;
        }
        open.add(next);
        current = next;
        if (before.retire()) {
            closer.execute(() -> end(before));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        first.close();
        open.forEach(set -> {
            if (set != first) {
                set.close();
            }
        });
        closer.shutdown();
    }
}
