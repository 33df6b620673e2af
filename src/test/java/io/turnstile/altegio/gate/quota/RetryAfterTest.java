package io.turnstile.altegio.gate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    @Test
    void shouldReadSecondsAndDatesWhenThePauseIsGiven() {
        assertThat(RetryAfter.parse("17", NOW)).contains(Duration.ofSeconds(17));
        assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 10:16:00 GMT", NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void shouldNotPauseBackwardsOrForEverWhenTheValueIsOdd() {
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 10:15:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("999999999", NOW)).contains(RetryAfter.LONGEST);
        assertThat(RetryAfter.parse("soon", NOW)).isEqualTo(Optional.empty());
        assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }

    @Test
    void shouldPauseLongerEachTimeWhenAltegioSaysNothing() {
        QuotaPause pause = new QuotaPause();
        long now = 0;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            pause.begin(Optional.empty(), now, now);
            assertThat(Duration.ofNanos(pause.waitFor(now))).hasSeconds(seconds);
            now += Duration.ofSeconds(seconds).toNanos();
            assertThat(pause.waitFor(now)).isZero();
        }
        pause.helped(now);
        pause.begin(Optional.empty(), now, now);
        assertThat(Duration.ofNanos(pause.waitFor(now))).hasSeconds(1);
    }

    @Test
    void shouldCountOnceWhenManyCallsUnderWayGet429() {
        QuotaPause pause = new QuotaPause();
        for (int call = 0; call < 10; call++) {
            pause.begin(Optional.empty(), 0, 1_000 + call);
        }
        assertThat(Duration.ofNanos(pause.waitFor(2_000))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
