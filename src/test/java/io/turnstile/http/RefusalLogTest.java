package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strangers can be refused a thousand times a second. If this fails, they fill the disk with log lines. */
class RefusalLogTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> lines = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(clock, lines::add);

    @Test
    void shouldWriteOneLineASecondAndCountTheOthers() {
        for (int i = 0; i < 1_000; i++) {
            log.refused("POST /api/jobs from 10.0.0.1 refused: " + i);
        }
        assertThat(lines).containsExactly("POST /api/jobs from 10.0.0.1 refused: 0");

        clock.move(Duration.ofSeconds(1));
        log.refused("POST /api/jobs from 10.0.0.2 refused");
        clock.move(Duration.ofSeconds(1));
        log.refused("POST /api/jobs from 10.0.0.3 refused");

        assertThat(lines.subList(1, 3))
                .containsExactly(
                        "POST /api/jobs from 10.0.0.2 refused (and 999 others before it)",
                        "POST /api/jobs from 10.0.0.3 refused");
    }

    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        log.refused("first");
        clock.move(Duration.ofHours(-1));
        log.refused("second");

        assertThat(lines).containsExactly("first", "second");
    }
}
