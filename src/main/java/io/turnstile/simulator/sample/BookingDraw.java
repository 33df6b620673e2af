package io.turnstile.simulator.sample;

import io.turnstile.simulator.world.Booking;
import io.turnstile.simulator.world.BookingRule;
import io.turnstile.simulator.world.Client;
import io.turnstile.simulator.world.Event;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.Location;
import io.turnstile.simulator.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Draw of bookings that are likely to have a wanted outcome, of which those that do are kept. Not safe for threads. */
final class BookingDraw {
    private static final int MAX_DAYS = 7;

    private final World world;
    private final BookingRule rule;
    private final Random random;
    private final List<Location> open;
    private final Location forbidden;

    BookingDraw(World world, Random random) {
        this.world = world;
        this.rule = new BookingRule(world);
        this.random = random;
        this.open = world.locations().stream().filter(l -> !l.forbidden()).toList();
        this.forbidden = world.locations().stream()
                .filter(Location::forbidden)
                .findFirst()
                .orElseThrow();
    }

    /** Draws once for a client; empty if the outcome would be another than the wanted one. */
    Optional<Booking> draw(ExpectedOutcome wanted, long clientId) {
        Client client = world.client(clientId).orElseThrow();
        Event event = event(client);
        Booking booking =
                switch (wanted) {
                    case FORBIDDEN -> booking(clientId, any(world.events(forbidden.id())));
                    case NOT_FOUND -> unknown(clientId, event);
                    case REFUSED -> refused(clientId, event);
                    case NOT_ENOUGH_VISITS -> booking(clientId, event, event.openDayIds());
                    case DAYS_NOT_BOOKABLE -> booking(clientId, event, daysWithAFullOne(event));
                    case MEMBERSHIP_NOT_APPLICABLE ->
                        booking(clientId, event).withMembership(1 + random.nextInt(5_000_000));
                    default -> booking(clientId, event);
                };
        Booking drawn = random.nextInt(4) == 0 ? named(booking) : booking;
        return rule.outcome(drawn) == wanted ? Optional.of(drawn) : Optional.empty();
    }

    /** The same booking, by the first membership the search would return, if there is one. */
    private Booking named(Booking booking) {
        return world.search(booking.locationId(), booking.clientId(), booking.eventId()).stream()
                .filter(membership -> booking.membershipId().isEmpty())
                .findFirst()
                .map(membership -> booking.withMembership(membership.id()))
                .orElse(booking);
    }

    private Booking unknown(long clientId, Event event) {
        if (random.nextBoolean()) {
            return booking(world.firstClientId() + world.clientCount() + random.nextInt(1000), event);
        }
        long id = event.id() + 100_000;
        return new Booking(event.locationId(), clientId, id, List.of(id * 10 + 1), OptionalLong.empty());
    }

    private Booking refused(long clientId, Event event) {
        List<Event> events = world.events(event.locationId());
        return random.nextBoolean()
                ? booking(clientId, events.get(events.size() - 1))
                : booking(clientId, event, any(events).openDayIds());
    }

    private List<Long> daysWithAFullOne(Event event) {
        List<Long> days = new ArrayList<>(openDays(event, MAX_DAYS - 1));
        days.add(any(event.fullDayIds()));
        return days;
    }

    private Booking booking(long clientId, Event event) {
        return booking(clientId, event, openDays(event, MAX_DAYS));
    }

    private static Booking booking(long clientId, Event event, List<Long> days) {
        return new Booking(event.locationId(), clientId, event.id(), days, OptionalLong.empty());
    }

    /** One to {@code most} of the open days, ascending. */
    private List<Long> openDays(Event event, int most) {
        List<Long> days = new ArrayList<>(event.openDayIds());
        Collections.shuffle(days, random);
        return days.subList(0, 1 + random.nextInt(most)).stream().sorted().toList();
    }

    /** An event of the chain in which the client has memberships, if any, and not a cancelled one. */
    private Event event(Client client) {
        List<Location> near = open.stream()
                .filter(location ->
                        client.memberships().stream().allMatch(m -> m.type().chainId() == location.chainId()))
                .toList();
        List<Event> events = world.events(any(near).id());
        return events.get(random.nextInt(events.size() - 1));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
