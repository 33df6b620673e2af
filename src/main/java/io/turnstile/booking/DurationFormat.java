package io.turnstile.booking;

import java.time.Duration;

/** Format of how long something takes or lasts, for people. A negative time is shown as none. */
public final class DurationFormat {

    private DurationFormat() {}

    /** Returns the two largest units, for sentences: {@code 7 s}, {@code 2 min 5 s}, {@code 3 h 20 min}, {@code 7 d}. */
    public static String text(Duration time) {
        Duration shown = notNegative(time);
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

    /** Returns the largest unit, for columns: {@code 7s}, {@code 12m}, {@code 30h}, {@code 9d}. Hours go up to two days. */
    public static String column(Duration time) {
        Duration shown = notNegative(time);
        if (shown.toMinutes() == 0) {
            return shown.toSeconds() + "s";
        }
        if (shown.toHours() == 0) {
            return shown.toMinutes() + "m";
        }
        return shown.toDays() < 2 ? shown.toHours() + "h" : shown.toDays() + "d";
    }

    /** Returns the time as settings have it: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 24h}. */
    public static String setting(Duration time) {
        if (time.toMillisPart() > 0) {
            return time.toMillis() + "ms";
        }
        if (time.toSecondsPart() > 0) {
            return time.toSeconds() + "s";
        }
        return time.toMinutesPart() > 0 ? time.toMinutes() + "m" : time.toHours() + "h";
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
