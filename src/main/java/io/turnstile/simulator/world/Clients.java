package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Clients and their memberships, computed from the seed each time they are asked for, so that a million of them cost no
 * memory. Of 100 clients 8 have no membership, 12 a single one with 1 to 3 visits, the others 1 to 3.
 */
final class Clients {
    static final int MAX_MEMBERSHIPS = 3;
    static final long FIRST_ID = 146_000_000;
    private static final long FIRST_MEMBERSHIP_ID = 5_000_000;

    private final Dice dice;
    private final Catalogue catalogue;
    private final LocalDate today;
    private final int count;

    Clients(Dice dice, Catalogue catalogue, LocalDate today, int count) {
        this.dice = dice;
        this.catalogue = catalogue;
        this.today = today;
        this.count = count;
    }

    boolean exists(long id) {
        return id >= FIRST_ID && id < FIRST_ID + count;
    }

    Optional<Client> client(long id) {
        return exists(id) ? Optional.of(new Client(id, memberships(id - FIRST_ID))) : Optional.empty();
    }

    Optional<Membership> membership(long id) {
        long offset = id - FIRST_MEMBERSHIP_ID;
        long index = Math.floorDiv(offset, MAX_MEMBERSHIPS);
        return offset < 0 || index >= count
                ? Optional.empty()
                : memberships(index).stream().filter(m -> m.id() == id).findFirst();
    }

    private List<Membership> memberships(long index) {
        int luck = dice.below(100, index, 10);
        if (luck < 8) {
            return List.of();
        }
        boolean poor = luck < 20;
        int bought = poor ? 1 : 1 + dice.below(MAX_MEMBERSHIPS, index, 11);
        long chain = catalogue.chains().get(dice.below(catalogue.chains().size(), index, 12));
        List<MembershipType> types = catalogue.types(chain);
        return IntStream.range(0, bought)
                .mapToObj(slot -> membership(index, slot, types, poor))
                .toList();
    }

    private Membership membership(long index, int slot, List<MembershipType> types, boolean poor) {
        long id = FIRST_MEMBERSHIP_ID + index * MAX_MEMBERSHIPS + slot;
        MembershipType type = types.get(dice.below(types.size(), id, 20));
        int balance = 1 + dice.below(poor ? 3 : type.visits(), id, 21);
        String number = String.valueOf(100_000 + dice.below(900_000, id, 22));
        boolean active = dice.below(10, id, 24) > 0;
        return new Membership(id, FIRST_ID + index, number, type, balance, lastBookingDate(id), active);
    }

    /** Two in ten do not expire, one in ten does so within the first four days, the others within a year. */
    private Optional<LocalDate> lastBookingDate(long id) {
        return switch (dice.below(10, id, 23)) {
            case 0, 1 -> Optional.empty();
            case 2 -> Optional.of(today.plusDays(1 + dice.below(4, id, 25)));
            default -> Optional.of(today.plusDays(30 + dice.below(330, id, 25)));
        };
    }
}
