package io.turnstile.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.turnstile.booking.Reason;
import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Counters of what the intake does. What requests came to is counted once it is committed, so that the counts are those of a
 * {@code read_committed} reader. Thread-safe.
 */
final class IntakeMeters {

    private static final String DECIDED = "turnstile.requests.decided";
    private static final String NONE = "none";
    private static final String OTHER = "other";
    private static final String SCHEDULE = "schedule";
    private static final String DEAD_LETTER = "dead-letter";

    private static final Duration[] COMMITS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    /** Bounds of the buckets of decisions: minutes while Altegio is away, or through the retries. */
    private static final Duration[] DECISIONS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private final MeterRegistry meters;
    private final ScheduledExecutorService refresher;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);
    private final Map<String, Counter> retries = new ConcurrentHashMap<>();
    private final Counter schedules;
    private final Counter otherDeadLetters;
    private final Counter givenUp;
    private final Timer commits;
    private final Timer scheduled;
    private final Timer deadLettered;

    /** @param refresher looks now and then which metrics Kafka's clients have */
    IntakeMeters(MeterRegistry meters, ScheduledExecutorService refresher, Supplier<Duration> ageOfOldest) {
        this.meters = meters;
        this.refresher = refresher;
        this.schedules = decided(SCHEDULE, NONE, NONE);
        for (Reason reason : Reason.values()) {
            deadLetters.put(reason, decided(DEAD_LETTER, reason.kind().header(), reason.name()));
        }
        this.otherDeadLetters = decided(DEAD_LETTER, OTHER, OTHER);
        this.givenUp = Counter.builder("turnstile.batches.given.up")
                .description("Reconnects after a fault, with what was in hand given up uncommitted, to be read again")
                .register(meters);
        this.commits = Timer.builder("turnstile.commits")
                .description("Transactions that committed outcomes and offsets")
                .serviceLevelObjectives(COMMITS)
                .register(meters);
        this.scheduled = decisions(SCHEDULE);
        this.deadLettered = decisions(DEAD_LETTER);
        Gauge.builder("turnstile.bookings.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that are in the routes at this moment")
                .register(meters);
        TimeGauge.builder("turnstile.records.oldest.age", ageOfOldest, TimeUnit.MILLISECONDS, age -> age.get()
                        .toMillis())
                .strongReference(true)
                .description("How long the oldest record in hand is waiting for its outcome; 0 if there is none")
                .register(meters);
    }

    private Counter decided(String outcome, String kind, String reason) {
        return Counter.builder(DECIDED)
                .tag("outcome", outcome)
                .tag("kind", kind)
                .tag("reason", reason)
                .description("Requests whose outcome was committed")
                .register(meters);
    }

    private Timer decisions(String outcome) {
        return Timer.builder("turnstile.decisions")
                .tag("outcome", outcome)
                .description("Time from a request's timestamp on the requests topic to its committed outcome")
                .serviceLevelObjectives(DECISIONS)
                .register(meters);
    }

    List<KafkaClientMetrics> show(Consumer<?, ?> consumer, Producer<?, ?> producer) {
        List<KafkaClientMetrics> clients = List.of(
                new KafkaClientMetrics(consumer, List.of(), refresher),
                new KafkaClientMetrics(producer, List.of(), refresher));
        clients.forEach(each -> each.bindTo(meters));
        return clients;
    }

    void begun() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void gaveUp() {
        givenUp.increment();
    }

    /** Begins the counters of a topic. */
    void begin(String topic) {
        skipped(topic, 0);
        recreations(topic);
    }

    /** Counts requests that Kafka deleted before they were decided. */
    void skipped(String topic, long requests) {
        Counter.builder("turnstile.requests.skipped")
                .tag("topic", topic)
                .description("Requests that Kafka deleted before they were decided")
                .register(meters)
                .increment(requests);
    }

    /** Counts partitions that are read from their beginning, because their topic is another one. */
    void recreated(String topic) {
        recreations(topic).increment();
    }

    private Counter recreations(String topic) {
        return Counter.builder("turnstile.partitions.recreated")
                .tag("topic", topic)
                .description("Partitions read from their beginning, because their topic was created again or cut short")
                .register(meters);
    }

    /** @param now milliseconds since the epoch */
    void committed(List<LaneRecord> records, long nanos, long now) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        for (LaneRecord each : records) {
            ProducerRecord<byte[], byte[]> outcome = each.outcome();
            // A retry keeps the request's headers, so what only retries have is asked for first.
            if (text(outcome, HeaderNames.NOT_BEFORE) != null) {
                retries.computeIfAbsent(retry(outcome), this::retries).increment();
                continue;
            }
            String reason = text(outcome, HeaderNames.REASON);
            (reason == null ? schedules : deadLetters(reason)).increment();
            // Clocks differ, and a producer may give any timestamp.
            long age = Math.max(0, now - each.record().origin().timestamp());
            (reason == null ? scheduled : deadLettered).record(age, TimeUnit.MILLISECONDS);
        }
    }

    private Counter deadLetters(String reason) {
        for (Reason known : Reason.values()) {
            if (known.name().equals(reason)) {
                return deadLetters.get(known);
            }
        }
        return otherDeadLetters;
    }

    private Counter retries(String number) {
        return Counter.builder("turnstile.requests.retried")
                .tag("retry", number)
                .description("Requests that were sent to a retry topic, by its number")
                .register(meters);
    }

    private static String retry(ProducerRecord<byte[], byte[]> outcome) {
        String attempts = text(outcome, HeaderNames.ATTEMPTS);
        return attempts != null && attempts.matches("\\d{1,2}") ? attempts : OTHER;
    }

    private static @Nullable String text(ProducerRecord<byte[], byte[]> outcome, String name) {
        Header header = outcome.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
