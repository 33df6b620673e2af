package io.turnstile.deadletter.index;

import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.index.entry.ScheduleEntry;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes letters and resolutions for tests. */
public final class ExampleLetters {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private ExampleLetters() {}

    /** Makes a letter of partition 0: number {@code n}, decided {@code n} seconds after noon. */
    public static LetterEntry rejected(int n, long client, long event) {
        return letter(n, "rejected", "NO_MEMBERSHIP", client, event);
    }

    public static LetterEntry letter(int n, String kind, String reason, long client, long event) {
        return letter(n, n, kind, reason, client, event, 0);
    }

    /** Makes a letter that was replayed before. */
    static LetterEntry again(int n, String kind, String reason, long client, long event) {
        return letter(n, n, kind, reason, client, event, 1);
    }

    /** Makes a letter of any place, decided {@code offset} seconds after noon. */
    public static LetterEntry letter(
            int n, int offset, String kind, String reason, long client, long event, int replays) {
        return new LetterEntry(
                new Letter(
                        id(n),
                        kind,
                        reason,
                        "Client %d has no membership for event %d.".formatted(client, event),
                        Optional.of("request-" + n),
                        OptionalLong.of(720441),
                        OptionalLong.of(client),
                        OptionalLong.of(event),
                        NOON,
                        NOON.plusSeconds(offset),
                        1,
                        replays,
                        0,
                        offset,
                        Optional.empty(),
                        Optional.empty()),
                Long.toString(client));
    }

    public static String id(int n) {
        return "booking.requests-0-" + n;
    }

    static ResolutionEntry replayed(int n, int as, String job) {
        return new ResolutionEntry(
                id(n),
                Optional.of(new Place(0, n)),
                Optional.empty(),
                new Resolution(Action.REPLAY, "ann", NOON.plusSeconds(n), "", job, false, Optional.of(id(as))));
    }

    static ResolutionEntry discarded(int n, String job) {
        return discarded(n, Optional.of(new Place(0, n)), n, job);
    }

    /** Makes a resolution that somebody wrote some seconds after noon. */
    static ResolutionEntry discarded(int n, Optional<Place> place, int at, String job) {
        return new ResolutionEntry(
                id(n),
                place,
                Optional.empty(),
                new Resolution(Action.DISCARD, "ann", NOON.plusSeconds(at), "old", job, false, Optional.empty()));
    }

    static ScheduleEntry scheduled(int n, long client, long event) {
        return new ScheduleEntry(id(n), OptionalLong.of(client), OptionalLong.of(event), NOON.plusSeconds(n), 0, n);
    }
}
