package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** If this fails, a wait for Kafka ends at once, or never. */
class ClientDeadlineTest {

    @Test
    void shouldTellWhatIsLeft() {
        Deadline far = Deadline.in(Duration.ofHours(1));

        assertThat(far.isOver()).isFalse();
        assertThat(far.left()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }

    @Test
    void shouldBeOverWithNothingLeftWhenNoTimeWasGiven() {
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThat(Deadline.in(none).isOver()).isTrue();
            assertThat(Deadline.in(none).left()).isZero();
        }
    }
}
