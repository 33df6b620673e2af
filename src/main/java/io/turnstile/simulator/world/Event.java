package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Group event that repeats on {@value #DAYS} schedule days. A day's id is ten times the event's id plus its number, 1 to 9;
 * it takes place first that many days after {@code today}. Days 8 and 9 are full: nobody can book them.
 *
 * @param id the event's id
 * @param locationId the only location that knows it
 * @param kind one of {@link EventKind}: what a membership has to cover
 * @param cancelled asking for it gets 422
 * @param today the date the world starts from, UTC
 */
public record Event(long id, long locationId, EventKind kind, boolean cancelled, LocalDate today) {
    private static final int DAYS = 9;
    private static final int FIRST_FULL_DAY = 8;

    /** Returns the ids of the days that have places, ascending. */
    public List<Long> openDayIds() {
        return ids(1, FIRST_FULL_DAY);
    }

    /** Returns the ids of the days that are full, ascending. */
    public List<Long> fullDayIds() {
        return ids(FIRST_FULL_DAY, DAYS + 1);
    }

    /** Returns whether this is a day of this event, full or not. */
    public boolean hasDay(long dayId) {
        return dayId > id * 10 && dayId <= id * 10 + DAYS;
    }

    /** Returns whether a day has places and takes place no later than {@code last}. */
    boolean open(long dayId, LocalDate last) {
        long number = dayId - id * 10;
        return number < FIRST_FULL_DAY && !today.plusDays(number).isAfter(last);
    }

    private List<Long> ids(int from, int to) {
        return LongStream.range(from, to).map(n -> id * 10 + n).boxed().toList();
    }
}
