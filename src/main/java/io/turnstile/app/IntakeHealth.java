package io.turnstile.app;

import io.turnstile.booking.DurationFormat;
import io.turnstile.http.HealthResult;
import io.turnstile.intake.ConsumerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Health of the intake by what its consumers report: whether Kafka is within reach, and whether each consumer polls and
 * commits. A consumer that reconnects, as it does after a fault, gets a while before that counts.
 */
final class IntakeHealth {

    /** Camel and Kafka's client take as long at worst between two polls when all is well; far less is usual. */
    private static final Duration POLLED_WITHIN = Duration.ofSeconds(60);

    /** Three heartbeats, and more than a reconnect takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Work that nobody can commit, or decide, for so long needs somebody to look at it. */
    private static final Duration STANDS_STILL = Duration.ofSeconds(30);

    private final Supplier<List<ConsumerState>> consumers;
    private final Clock clock;

    IntakeHealth(Supplier<List<ConsumerState>> consumers, Clock clock) {
        this.consumers = consumers;
        this.clock = clock;
    }

    /** Looks at the connection, and then at each consumer. */
    List<HealthResult> look() {
        List<ConsumerState> states = consumers.get();
        List<HealthResult> checks = new ArrayList<>();
        checks.add(kafka(states));
        states.forEach(each -> checks.add(consumer(each)));
        return checks;
    }

    private HealthResult kafka(List<ConsumerState> consumers) {
        if (consumers.isEmpty()) {
            return HealthResult.down("kafka", "no consumer was started yet");
        }
        for (ConsumerState each : consumers) {
            Optional<Duration> outside = each.outsideSince().map(this::age);
            if (each.fault().isPresent() || outside.filter(this::isLong).isPresent()) {
                return HealthResult.down(
                        "kafka",
                        String.format(
                                Locale.ROOT,
                                "%s is reconnecting%s%s",
                                each.name(),
                                outside.map(time -> " for " + DurationFormat.text(time))
                                        .orElse(""),
                                each.fault().map(": "::concat).orElse("")));
            }
            if (isLong(each.silence())) {
                return HealthResult.down(
                        "kafka",
                        String.format(
                                Locale.ROOT,
                                "does not answer %s for %s",
                                each.name(),
                                DurationFormat.text(each.silence())));
            }
        }
        return HealthResult.up("kafka", "answers");
    }

    private HealthResult consumer(ConsumerState state) {
        Optional<Duration> stands =
                state.undecidedSince().map(this::age).filter(time -> time.compareTo(STANDS_STILL) > 0);
        if (stands.isPresent()) {
            return HealthResult.down(
                    state.name(),
                    String.format(
                            Locale.ROOT,
                            "requests wait for %s, and nothing of them is committed: %s",
                            DurationFormat.text(stands.get()),
                            state.waitingFor().orElse("Kafka does not take the commit")));
        }
        String detail = String.format(
                Locale.ROOT,
                "%s, %s, %s",
                state.lastPoll().map(at -> "polled " + ago(at)).orElse("never polled"),
                membership(state),
                state.lastCommit().map(at -> "committed " + ago(at)).orElse("committed nothing yet"));
        boolean polls = state.lastPoll()
                .filter(at -> age(at).compareTo(POLLED_WITHIN) <= 0)
                .isPresent();
        boolean member =
                state.outsideSince().map(this::age).filter(this::isLong).isEmpty();
        String skipped = state.skipped() == 0
                ? ""
                : String.format(
                        Locale.ROOT, ", %d requests were deleted by Kafka before they were decided", state.skipped());
        String recreated = state.recreated().stream()
                .map(TopicPartition::toString)
                .sorted()
                .collect(Collectors.joining(" and "));
        return new HealthResult(
                state.name(),
                polls && member ? HealthResult.Status.UP : HealthResult.Status.DOWN,
                detail
                        + skipped
                        + (recreated.isEmpty()
                                ? ""
                                : ", " + recreated
                                        + " was read from its beginning, because its topic was created again or cut short"));
    }

    private String membership(ConsumerState state) {
        if (state.outsideSince().isPresent()) {
            return "joins its group for "
                    + DurationFormat.text(age(state.outsideSince().get()));
        }
        return state.partitions() == 0
                ? "owns no partition, for others own them all"
                : String.format(
                        Locale.ROOT, "owns %d partition%s", state.partitions(), state.partitions() == 1 ? "" : "s");
    }

    private boolean isLong(Duration time) {
        return time.compareTo(PATIENCE) > 0;
    }

    private String ago(Instant then) {
        return DurationFormat.text(age(then)) + " ago";
    }

    private Duration age(Instant then) {
        return Duration.between(then, clock.instant());
    }
}
