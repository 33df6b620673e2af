package io.turnstile.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If this fails, people read one time in several ways, or a wrong one. */
class DurationFormatTest {

    @ParameterizedTest
    @CsvSource({
        "-PT1S, 0 s, 0s",
        "PT0.9S, 0 s, 0s",
        "PT59.9S, 59 s, 59s",
        "PT60S, 1 min, 1m",
        "PT125S, 2 min 5 s, 2m",
        "PT3H20M59S, 3 h 20 min, 3h",
        "PT24H, 1 d, 24h",
        "PT47H59M, 1 d 23 h, 47h",
        "P7DT0S, 7 d, 7d",
        "P30DT5H59M, 30 d 5 h, 30d"
    })
    void shouldShowTheLargestUnits(Duration time, String text, String column) {
        assertThat(DurationFormat.text(time)).isEqualTo(text);
        assertThat(DurationFormat.column(time)).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource({"PT0.1S, 100ms", "PT1.5S, 1500ms", "PT10S, 10s", "PT90S, 90s", "PT5M, 5m", "PT90M, 90m", "P1D, 24h"})
    void shouldWriteATimeAsSettingsHaveIt(Duration time, String setting) {
        assertThat(DurationFormat.setting(time)).isEqualTo(setting);
    }
}
