package io.turnstile.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.camel.Processor;

/**
 * State of the intake: that of each consumer, and what it counts, for Micrometer; names begin with {@code
 * turnstile.}, those of Kafka's own clients with {@code kafka.}. Camel's own health of its Kafka consumers lags and swallows
 * errors, so the intake's parts report to this. What was before it was bound is not counted. Thread-safe.
 */
public final class IntakeMonitor implements MeterBinder, AutoCloseable {

    private final Clock clock;
    private final Consumer<String> fatal;
    private final CompositeMeterRegistry registries = new CompositeMeterRegistry();
    private final ScheduledThreadPoolExecutor refresher;
    private final IntakeMeters meters;
    private final Map<String, ConsumerMonitor> consumers = new ConcurrentSkipListMap<>();

    /** @param fatal told, in one line for people, when the process cannot continue */
    public IntakeMonitor(Clock clock, Consumer<String> fatal) {
        this.clock = clock;
        this.fatal = fatal;
        this.refresher = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "kafka-client-metrics");
            thread.setDaemon(true);
            return thread;
        });
        this.meters = new IntakeMeters(registries, refresher, this::ageOfOldest);
    }

    /** Returns the states of all consumers that ever tried to connect, by name. */
    public List<ConsumerState> consumers() {
        return consumers.values().stream().map(ConsumerMonitor::state).toList();
    }

    /** Returns the heartbeats of the threads of all consumers that ever tried to connect. */
    public List<Heartbeat> heartbeats() {
        return consumers.values().stream().map(ConsumerMonitor::sign).toList();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
    }

    /** Returns the notes of the consumer of this name: the same ones however often it reconnects. */
    ConsumerMonitor consumer(String name) {
        return consumers.computeIfAbsent(name, any -> new ConsumerMonitor(name, meters, clock, fatal));
    }

    /** Counts those that are in the routes. */
    Processor counting(Processor routes) {
        return exchange -> {
            meters.begun();
            try {
                routes.process(exchange);
            } finally {
                meters.ended();
            }
        };
    }

    private Duration ageOfOldest() {
        return consumers.values().stream()
                .map(ConsumerMonitor::ageOfOldest)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
