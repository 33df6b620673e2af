package io.turnstile.app;

import io.turnstile.intake.ConsumerState;
import io.turnstile.intake.IntakeWatch;
import io.turnstile.ops.Check;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what the intake's consumers report: whether Kafka is within reach, and whether each consumer polls. A consumer that
 * reconnects, as it does to read a batch again, gets a while before that counts.
 */
final class IntakeHealth {

    /** Camel and Kafka's client take as long at worst between two polls when all is well; far less is usual. */
    private static final Duration POLLED_WITHIN = Duration.ofSeconds(60);

    /** Three heartbeats, and more than a reconnect takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IntakeWatch watch;
    private final Clock clock;

    IntakeHealth(IntakeWatch watch, Clock clock) {
        this.watch = watch;
        this.clock = clock;
    }

    /** Looks at the connection, and then at each consumer. */
    List<Check> look() {
        List<ConsumerState> consumers = watch.consumers();
        List<Check> checks = new ArrayList<>();
        checks.add(kafka(consumers));
        consumers.forEach(each -> checks.add(consumer(each)));
        return checks;
    }

    private Check kafka(List<ConsumerState> consumers) {
        if (consumers.isEmpty()) {
            return Check.down("kafka", "no consumer was started yet");
        }
        for (ConsumerState each : consumers) {
            Optional<Duration> outside = each.outsideSince().map(this::age);
            if (each.fault().isPresent() || outside.filter(this::isLong).isPresent()) {
                return Check.down(
                        "kafka",
                        "%s is trying to connect for %s%s"
                                .formatted(
                                        each.name(),
                                        Ages.text(outside.orElse(Duration.ZERO)),
                                        each.fault().map(": "::concat).orElse("")));
            }
            if (isLong(each.silence())) {
                return Check.down(
                        "kafka", "does not answer %s for %s".formatted(each.name(), Ages.text(each.silence())));
            }
        }
        return Check.up("kafka", "answers");
    }

    private Check consumer(ConsumerState state) {
        String detail = "%s, %s, %s"
                .formatted(
                        state.lastPoll().map(at -> "polled " + ago(at)).orElse("never polled"),
                        membership(state),
                        state.lastCommit().map(at -> "committed " + ago(at)).orElse("committed nothing yet"));
        boolean polls = state.lastPoll()
                .filter(at -> age(at).compareTo(POLLED_WITHIN) <= 0)
                .isPresent();
        boolean member =
                state.outsideSince().map(this::age).filter(this::isLong).isEmpty();
        return new Check(state.name(), polls && member ? Check.Status.UP : Check.Status.DOWN, detail);
    }

    private String membership(ConsumerState state) {
        if (state.outsideSince().isPresent()) {
            return "joins its group for " + Ages.text(age(state.outsideSince().get()));
        }
        return state.partitions() == 0
                ? "owns no partition, for others own them all"
                : "owns %d partition%s".formatted(state.partitions(), state.partitions() == 1 ? "" : "s");
    }

    private boolean isLong(Duration time) {
        return time.compareTo(PATIENCE) > 0;
    }

    private String ago(Instant then) {
        return Ages.text(age(then)) + " ago";
    }

    private Duration age(Instant then) {
        return Duration.between(then, clock.instant());
    }
}
