package io.turnstile.app;

import java.time.Duration;

/** Format of how long something takes or lasts, for people. */
public final class DurationFormat {

    private DurationFormat() {}

    /** Returns the two largest units: {@code 7 s}, {@code 2 min 5 s}, {@code 3 h 20 min}, {@code 7 d}. */
    public static String text(Duration age) {
        Duration shown = age.isNegative() ? Duration.ZERO : age;
        if (shown.toMinutes() == 0) {
            return shown.toSeconds() + " s";
        }
        if (shown.toHours() == 0) {
            return shown.toMinutes() + " min" + rest(shown.toSecondsPart(), " s");
        }
        return shown.toDays() == 0
                ? shown.toHours() + " h" + rest(shown.toMinutesPart(), " min")
                : shown.toDays() + " d" + rest(shown.toHoursPart(), " h");
    }

    private static String rest(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }
}
