package io.turnstile.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whoever reports a bug found with the simulator gives its seed: the same seed has to be the same world. */
class WorldTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void shouldBeTheSameWhenSeedAndDateAreTheSame() {
        assertThat(clients(new World(1, TODAY, 5_000)))
                .isEqualTo(clients(new World(1, TODAY, 1_000)))
                .isNotEqualTo(clients(new World(2, TODAY, 1_000)));
    }

    @Test
    void shouldFindAMembershipByItsIdWhenItsOwnerHasIt() {
        World world = new World(1, TODAY, 1_000);

        for (Client client : clients(world)) {
            for (Membership membership : client.memberships()) {
                assertThat(membership.clientId()).isEqualTo(client.id());
                assertThat(world.membership(membership.id())).contains(membership);
            }
        }
        assertThat(world.membership(4_999_999)).isEmpty();
        assertThat(world.membership(5_000_000 + 3 * 1_000)).isEmpty();
    }

    @Test
    void shouldLeaveAMembershipOutOfTheSearchWhenNoVisitsAreLeft() {
        World world = new World(1, TODAY, 1_000);
        Event event = world.event(720441, 12345).orElseThrow();
        Membership covering = clients(world).stream()
                .flatMap(client -> world.search(720441, client.id(), event.id()).stream())
                .findFirst()
                .orElseThrow();

        Optional<Membership> emptied = world.setBalance(covering.id(), 0);

        assertThat(emptied).contains(covering.withBalance(0));
        assertThat(world.search(720441, covering.clientId(), event.id())).doesNotContain(covering);
        assertThat(world.membership(covering.id()).orElseThrow().balance()).isZero();
        assertThatThrownBy(() -> world.setBalance(covering.id(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBookNoDayAfterTheLastOneNorMoreThanVisitsWhenChecked() {
        World world = new World(1, TODAY, 1_000);
        Event event = world.event(720441, 12345).orElseThrow();
        Membership any = clients(world).stream()
                .flatMap(client -> client.memberships().stream())
                .findFirst()
                .orElseThrow();
        Membership ending = new Membership(
                any.id(), any.clientId(), any.number(), any.type(), 2, Optional.of(TODAY.plusDays(3)), true);

        BookableDays check = BookableDays.of(ending, event, List.of(123458L, 123451L, 123453L, 123454L));
        BookableDays rich = BookableDays.of(ending.withBalance(9), event, List.of(123451L, 123452L, 123453L, 123454L));

        assertThat(check.bookableDayIds()).containsExactly(123451L, 123453L);
        assertThat(check.canBookAllDays()).isFalse();
        assertThat(check.availableVisits()).isEqualTo(2);
        assertThat(rich.bookableDayIds()).containsExactly(123451L, 123452L, 123453L);
    }

    private static List<Client> clients(World world) {
        return LongStream.range(world.firstClientId(), world.firstClientId() + 1_000)
                .mapToObj(id -> world.client(id).orElseThrow())
                .toList();
    }
}
