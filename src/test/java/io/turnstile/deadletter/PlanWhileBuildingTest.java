package io.turnstile.deadletter;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.deadletter.replay.JobRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If this fails, a plan promises to replay letters that are resolved or superseded, for the index has not read that yet. */
class PlanWhileBuildingTest {

    /** Never started, so its index is never built. */
    private final DeadLetters letters = UnstartedDeadLetters.create();

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    void shouldNotPlanFromAnIndexThatIsNotThereYet() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> letters.plan(order(Selection.of(Filter.OPEN), Map.of())))
                .withMessageContaining("index of the dead letters is not there yet");
    }

    @Test
    void shouldNotTryALetterFromAnIndexThatIsNotThereYet() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> {
                    DryRun.Result verdict = letters.dryRun("a-0-1", Optional.empty());
                    throw new AssertionError(verdict);
                })
                .withMessageContaining("index of the dead letters is not there yet");
    }

    @Test
    void shouldNotPlanAnEditThatTheOrderWouldRefuse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> letters.plan(order(Selection.of(List.of("a-0-1")), Map.of("a-0-1", "not json"))))
                .withMessageContaining("The edit of a-0-1 cannot be replayed.");
    }

    private static JobRequest order(Selection selection, Map<String, String> edits) {
        return new JobRequest(Action.REPLAY, selection, "anna", "", OptionalDouble.empty(), false, false, edits);
    }
}
