package io.turnstile.deadletter;

import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.run.Jobs;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalDouble;

/** Maker of dead letters that nobody starts: no broker is there, and no letter. */
public final class UnstartedDeadLetters {

    private static final String NOWHERE = "127.0.0.1:1";

    private UnstartedDeadLetters() {}

    public static DeadLetters create() {
        return new DeadLetters(
                new IndexSyncConfig(NOWHERE, Map.of(), "test", "letters", "resolutions", "schedules", "jobs"),
                new JobKafka(
                        NOWHERE,
                        Map.of(),
                        "group",
                        "instance",
                        new JobKafka.Topics("requests", "letters", "resolutions", "jobs")),
                new Jobs.Config(5, 1, OptionalDouble.empty()),
                (letter, value) -> {
                    throw new UnsupportedOperationException("No letter was to be tried");
                },
                Clock.systemUTC());
    }
}
