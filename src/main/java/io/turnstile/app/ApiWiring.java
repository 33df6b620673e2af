package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.deadletter.KafkaDeadLetters;
import io.turnstile.deadletter.index.FeedState;
import io.turnstile.intake.IntakeWatch;
import io.turnstile.ops.api.Desk;
import io.turnstile.ops.api.Situation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
        return new Desk(letters, this::situation, by -> List.of());
    }

    private Situation situation() {
        FeedState index = letters.indexState();
        List<String> warnings = new ArrayList<>();
        index.trouble().ifPresent(warnings::add);
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
