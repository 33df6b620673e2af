package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Part of the world that is small enough to be written out: 2 chains, 8 locations (the last one forbidden), 20 events each
 * (the last one cancelled) and 130 membership types a chain, more than one page holds.
 */
final class Catalogue {
    private static final List<Long> CHAINS = List.of(123L, 456L);
    private static final int LOCATIONS = 8;
    private static final int EVENTS = 20;
    private static final int TYPES = 130;
    private static final int[] VISITS = {4, 8, 10, 12, 24};
    private static final int[][] PERIODS = {{0, 0}, {30, 1}, {2, 2}, {6, 3}, {1, 4}};

    private final Map<Long, Location> locations = new LinkedHashMap<>();
    private final Map<Long, Event> events = new LinkedHashMap<>();
    private final Map<Long, List<MembershipType>> types = new LinkedHashMap<>();

    Catalogue(Dice dice, LocalDate today) {
        for (int i = 0; i < LOCATIONS; i++) {
            long id = 720441 + i;
            locations.put(id, new Location(id, CHAINS.get(i * CHAINS.size() / LOCATIONS), i == LOCATIONS - 1));
            for (int e = 0; e < EVENTS; e++) {
                long eventId = 12341 + 100L * i + e;
                EventKind kind = EventKind.values()[e % EventKind.values().length];
                events.put(eventId, new Event(eventId, id, kind, e == EVENTS - 1, today));
            }
        }
        for (int c = 0; c < CHAINS.size(); c++) {
            int chain = c;
            types.put(
                    CHAINS.get(c),
                    IntStream.range(0, TYPES)
                            .mapToObj(t -> type(dice, chain, t))
                            .toList());
        }
    }

    private static MembershipType type(Dice dice, int chain, int t) {
        long id = 489_000 + 1000L * chain + t;
        int visits = VISITS[dice.below(VISITS.length, id, 1)];
        int[] period = PERIODS[dice.below(PERIODS.length, id, 2)];
        EventKind[] all = EventKind.values();
        boolean everything = t % 6 >= all.length;
        Set<EventKind> kinds = everything ? EnumSet.allOf(EventKind.class) : EnumSet.of(all[t % 6]);
        String title = String.format(
                Locale.ROOT, "%d visits, %s, plan %d", visits, everything ? "all events" : all[t % 6].title(), t + 1);
        return new MembershipType(
                id,
                CHAINS.get(chain),
                title,
                period[0],
                period[1],
                14 * dice.below(3, id, 3),
                dice.below(2, id, 4) == 0,
                dice.below(2, id, 5) == 0,
                visits,
                kinds);
    }

    Optional<Location> location(long id) {
        return Optional.ofNullable(locations.get(id));
    }

    Stream<Location> locations() {
        return locations.values().stream();
    }

    Optional<Event> event(long id) {
        return Optional.ofNullable(events.get(id));
    }

    List<Event> events(long locationId) {
        return events.values().stream()
                .filter(event -> event.locationId() == locationId)
                .toList();
    }

    List<Long> chains() {
        return CHAINS;
    }

    List<MembershipType> types(long chainId) {
        return types.getOrDefault(chainId, List.of());
    }
}
