package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.turnstile.booking.Reason;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.topic.RequestLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Meters of what stands on Kafka: lag, open dead letters, jobs, and how far the index is. All instances of a group show the
 * same; what is not known is NaN. Thread-safe.
 */
final class StatusMeters implements MeterBinder {

    private static final String OTHER = "other";
    private static final Set<String> REASONS =
            Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.toSet());

    private final DeadLetters letters;
    private final RequestLag lag;
    private final Clock clock;
    private final LookedUpCounts<Group> open;

    StatusMeters(DeadLetters letters, RequestLag lag, Clock clock, Ticker ticker) {
        this.letters = letters;
        this.lag = lag;
        this.clock = clock;
        this.open = new LookedUpCounts<>(this::look, ticker);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Set<String> shown = ConcurrentHashMap.newKeySet();
        lag.onTopics(topics -> topics.stream().filter(shown::add).forEach(topic -> lag(registry, topic)));
        lag.requests();
        for (Reason reason : Reason.values()) {
            openLetters(registry, reason.kind().header(), reason.name());
        }
        openLetters(registry, OTHER, OTHER);
        for (JobState.Stage stage : JobState.Stage.values()) {
            Gauge.builder("turnstile.jobs", letters, all -> all.jobStages().getOrDefault(stage, 0L))
                    .tag("state", name(stage))
                    .description("Jobs that replay or discard, of those that are remembered")
                    .register(registry);
        }
        index(
                registry,
                "turnstile.index.ready",
                "1 once the index of dead letters has read all that there was at the start",
                state -> state.ready() ? 1 : 0);
        index(
                registry,
                "turnstile.index.behind",
                "Records that the index of dead letters has still to read, about",
                IndexSync.State::behind);
        index(
                registry,
                "turnstile.index.stalled",
                "1 while the index of dead letters cannot continue",
                state -> state.trouble().isPresent() ? 1 : 0);
        FunctionCounter.builder("turnstile.index.letters.read", letters, all -> all.indexState()
                        .read())
                .description("Dead letters that the index has read since the start")
                .register(registry);
    }

    private void lag(MeterRegistry registry, String topic) {
        Gauge.builder("turnstile.consumer.lag", lag, all -> {
                    var waiting = all.of(topic);
                    return waiting.isPresent() ? waiting.getAsLong() : Double.NaN;
                })
                .tag("topic", topic)
                .description(
                        "Records of a topic that the group has not decided yet, as Kafka said at the scrape before")
                .register(registry);
    }

    private void openLetters(MeterRegistry registry, String kind, String reason) {
        Gauge.builder("turnstile.dead.letters.open", this, all -> {
                    Map<String, Group> now = all.open();
                    return now == null
                            ? Double.NaN
                            : now.containsKey(reason) ? now.get(reason).count() : 0;
                })
                .tag("kind", kind)
                .tag("reason", reason)
                .description("Dead letters that nobody replayed or discarded yet")
                .register(registry);
        TimeGauge.builder("turnstile.dead.letters.open.oldest.age", this, TimeUnit.MILLISECONDS, all -> {
                    Map<String, Group> now = all.open();
                    return now == null ? Double.NaN : now.containsKey(reason) ? all.age(now.get(reason)) : 0;
                })
                .tag("kind", kind)
                .tag("reason", reason)
                .description("How long ago the oldest open dead letter was decided; 0 if there is none")
                .register(registry);
    }

    private void index(MeterRegistry registry, String name, String what, ToDoubleFunction<IndexSync.State> value) {
        Gauge.builder(name, letters, all -> value.applyAsDouble(all.indexState()))
                .description(what)
                .register(registry);
    }

    private double age(Group group) {
        return Math.max(0, Duration.between(group.oldest(), clock.instant()).toMillis());
    }

    /** Returns the open letters by reason; null while that is not known. One query serves all meters of a scrape. */
    private @Nullable Map<String, Group> open() {
        return open.now().orElse(null);
    }

    private Optional<Map<String, Group>> look() {
        return letters.indexState().ready() ? Optional.of(byReason(letters.groups(Filter.OPEN))) : Optional.empty();
    }

    private static Map<String, Group> byReason(List<Group> groups) {
        Map<String, Group> byReason = new HashMap<>();
        groups.forEach(each ->
                byReason.merge(REASONS.contains(each.reason()) ? each.reason() : OTHER, each, StatusMeters::together));
        return byReason;
    }

    /** Counts two groups as one; nobody asks for its newest. */
    private static Group together(Group one, Group other) {
        return new Group(
                OTHER, OTHER, one.count() + other.count(), earlier(one.oldest(), other.oldest()), one.newest());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static String name(JobState.Stage stage) {
        return stage == JobState.Stage.WANTED ? "running" : stage.name().toLowerCase(Locale.ROOT);
    }
}
