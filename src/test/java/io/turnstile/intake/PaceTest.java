package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who is called late by mistake takes a retry that was not needed, and loses the order of its key. */
class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void shouldCallLateOnlyWhatOthersOvertookWhoStartedAGoodWhileAfter() {
        pace.decided(0, SECOND / 10);
        assertThat(pace.isLate(0)).isFalse();

        pace.decided(2 * SECOND, 2 * SECOND + SECOND / 10);

        assertThat(pace.isLate(0)).isTrue();
        assertThat(pace.isLate(2 * SECOND)).isFalse();
    }

    @Test
    void shouldCallNobodyLateForAHoldThatBeganBeforeAnythingWasDecided() {
        pace.held(60 * SECOND);
        pace.decided(0, 60 * SECOND + SECOND / 10);
        for (int i = 0; i < 400; i++) {
            long start = 60 * SECOND + i * SECOND / 500;
            pace.decided(start, start + SECOND / 10);
        }

        assertThat(pace.isLate(0)).isFalse();
    }
}
