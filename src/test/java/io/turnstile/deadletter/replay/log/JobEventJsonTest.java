package io.turnstile.deadletter.replay.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.JobRequests;
import io.turnstile.deadletter.replay.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a job that was ordered is another one after a restart, or stops the jobs of a newer version. */
class JobEventJsonTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123Z");
    private static final Filter FILTER = new Filter(
            Optional.of(Status.OPEN),
            Optional.of("rejected"),
            Optional.of("NO_MEMBERSHIP"),
            OptionalLong.of(720441),
            OptionalLong.of(146915197),
            OptionalLong.of(12345),
            Optional.of(AT),
            Optional.of(AT.plusSeconds(1)),
            Optional.of("Zürich \"x\""));

    static List<JobEvent> events() {
        List<Plan.LeftOut> leftOut = List.of(
                new Plan.LeftOut(Plan.Why.RESOLVED, 2, List.of("booking.requests-0-1", "booking.requests-0-2")));
        return List.of(
                new JobEvent.Submitted(
                        "j1",
                        AT,
                        new JobRequest(
                                Action.REPLAY,
                                Selection.of(List.of("a", "b")),
                                "Ana",
                                "topped up\n2nd line",
                                OptionalDouble.of(0.5),
                                true,
                                true,
                                Map.of("a", "{\"request_id\": \"1\"}")),
                        2,
                        leftOut,
                        Map.of(0, 7L, 5, 0L),
                        "topic-id"),
                new JobEvent.Submitted(
                        "j2",
                        AT,
                        JobRequests.of(Action.DISCARD, Selection.of(FILTER), "Ben"),
                        1_000_000,
                        List.of(),
                        Map.of(),
                        ""),
                new JobEvent.Submitted("j3", AT, JobRequests.replayAll("Cleo"), 0, List.of(), Map.of(0, 1L), ""),
                new JobEvent.Cancelled("j1", AT, "Ana"),
                new JobEvent.Resumed("j1", AT, "Ben"),
                new JobEvent.Stopped("j1", AT, "3 of the first 3 came back: 3 NO_MEMBERSHIP."),
                new JobEvent.Finished("j1", AT, 10_000, leftOut),
                new JobEvent.Noted(AT, "Ana", "pruned 5 letters", "disk"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldBeTheSameWhenItWasWrittenAndRead(JobEvent event) {
        assertThat(JobEventJson.read(JobEventJson.write(event))).contains(event);
    }

    @Test
    void shouldPassOverFieldsThatItDoesNotKnow() {
        String newer =
                """
                {"event": "cancelled", "job_id": "j1", "at": "2026-11-23T10:15:30.123Z", "by": "Ana", "colour": {"a": [1]}}
                """;

        assertThat(JobEventJson.read(newer.getBytes(StandardCharsets.UTF_8)))
                .contains(new JobEvent.Cancelled("j1", AT, "Ana"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"event\": \"cancelled\"}",
                "{\"event\": \"painted\", \"job_id\": \"j1\", \"at\": \"2026-11-23T10:15:30Z\", \"by\": \"Ana\"}",
                "{\"event\": \"submitted\", \"job_id\": \"j1\", \"at\": \"2026-11-23T10:15:30Z\", \"order\": {\"action\": \"x\"}}"
            })
    void shouldPassOverWhatIsNoEventThatItKnows(String value) {
        assertThat(JobEventJson.read(value.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(JobEventJson.read(null)).isEmpty();
    }
}
