package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.deadletter.KafkaDeadLetters;
import io.turnstile.deadletter.index.FeedState;
import io.turnstile.intake.IntakeWatch;
import io.turnstile.ops.Check;
import io.turnstile.ops.api.Desk;
import io.turnstile.ops.api.Pruning;
import io.turnstile.ops.api.Situation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gathers what the REST shows and does. Close once; what it was made of is left open. */
final class ApiWiring implements AutoCloseable {

    private static final Duration SHOWN = Duration.ofHours(1);

    private final Settings settings;
    private final KafkaDeadLetters letters;
    private final Gate gate;
    private final IntakeWatch watch;
    private final RequestLag lag;
    private final Clock clock;

    ApiWiring(Settings settings, KafkaDeadLetters letters, Gate gate, IntakeWatch watch, Clock clock) {
        this.settings = settings;
        this.letters = letters;
        this.gate = gate;
        this.watch = watch;
        this.clock = clock;
        this.lag = new RequestLag(settings, Ticker.systemTicker());
    }

    Desk desk() {
        return new Desk(letters, this::situation, by -> pruned(letters.prune()));
    }

    private static List<Pruning.Pruned> pruned(Map<Integer, Long> records) {
        return records.entrySet().stream()
                .map(each -> new Pruning.Pruned(each.getKey(), each.getValue()))
                .toList();
    }

    /** Looks whether the dead letters are known and safe. Neither keeps the pipeline from its work. */
    List<Check> look() {
        FeedState index = letters.indexState();
        List<String> details = new ArrayList<>();
        details.add(index.trouble()
                .orElseGet(() -> index.ready() ? "all are indexed" : index.behind() + " are still to be read"));
        details.addAll(letters.warnings());
        return List.of(Check.up("dead letters", String.join(". ", details)));
    }

    private Situation situation() {
        FeedState index = letters.indexState();
        List<String> warnings = new ArrayList<>();
        index.trouble().ifPresent(warnings::add);
        warnings.addAll(letters.warnings());
        return new Situation(
                settings.instance(),
                Surroundings.intake(lag, watch.consumers()),
                Surroundings.gate(gate.status(), gate.use()),
                new Situation.Index(index.ready(), index.read(), index.behind()),
                letters.index().minutes(clock.instant().minus(SHOWN)).stream()
                        .map(each -> new Situation.Minute(each.at(), each.scheduled(), each.deadLetters()))
                        .toList(),
                warnings);
    }

    @Override
    public void close() {
        lag.close();
    }
}
