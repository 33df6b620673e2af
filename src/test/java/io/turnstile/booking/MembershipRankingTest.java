package io.turnstile.booking;

import static io.turnstile.booking.Memberships.membership;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The order decides which membership pays: in a wrong order clients lose the visits they meant to keep for later. */
class MembershipRankingTest {
    @Example
    void shouldTakeTheSmallestThatCoversAllDaysAndThenTheLargestOfTheRest() {
        List<Membership> found = balances(List.of(2, 12, 4, 10, 3, 8));

        assertThat(order(4, found)).extracting(Membership::balance).containsExactly(4L, 8L, 10L, 12L, 3L, 2L);
    }

    @Property
    void shouldLoseAndInventNoMembership(
            @ForAll @IntRange(min = 1, max = 7) int days,
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> balances) {
        List<Membership> found = balances(balances);

        assertThat(order(days, found)).containsExactlyInAnyOrderElementsOf(found);
    }

    /** Compares each with its next as the contract words it, so that the code's own sorting is not what is asked. */
    @Property
    void shouldKeepTheContractsOrderBetweenAnyTwoNeighbours(
            @ForAll @IntRange(min = 1, max = 7) int days,
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> balances) {
        List<Membership> ordered = order(days, balances(balances));

        for (int i = 1; i < ordered.size(); i++) {
            Membership first = ordered.get(i - 1);
            Membership second = ordered.get(i);
            boolean firstCovers = first.balance() >= days;
            boolean secondCovers = second.balance() >= days;
            if (first.balance().equals(second.balance())) {
                assertThat(first.id()).as("ties in the API's order").isLessThan(second.id());
            } else if (firstCovers && secondCovers) {
                assertThat(first.balance()).as("covering: smallest first").isLessThan(second.balance());
            } else if (!firstCovers) {
                assertThat(secondCovers).as("covering ones come first").isFalse();
                assertThat(first.balance()).as("others: largest first").isGreaterThan(second.balance());
            }
        }
    }

    @Property
    void shouldTakeTheNamedMembershipAndNoOtherWhenTheRequestNamesOne(
            @ForAll @IntRange(min = 1, max = 7) int days,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 15) Integer> balances,
            @ForAll @IntRange(max = 11) int index) {
        List<Membership> found = balances(balances);
        Membership wanted = found.get(index % found.size());

        assertThat(MembershipRanking.inOrder(Requests.forDays(days, wanted.id()), found))
                .containsExactly(wanted);
    }

    @Property
    void shouldTakeNoneWhenTheNamedMembershipWasNotFound(
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> balances) {
        assertThat(MembershipRanking.inOrder(Requests.forDays(5, 4999999), balances(balances)))
                .isEmpty();
    }

    /** Each check costs a call and one of the few tries: a membership that a search lists twice must not use up both. */
    @Example
    void shouldTakeAMembershipOnceWhenTheSearchReturnedItSeveralTimes() {
        Membership first = membership(5248829, 5);
        Membership second = membership(5248830, 8);

        assertThat(order(5, List.of(first, first, membership(5248829, 7), second)))
                .containsExactly(first, second);
    }

    /** Nobody knows whether it covers the days; where the request names it, the check will tell. */
    @Example
    void shouldTakeAMembershipOfUnknownBalanceOnlyWhenTheRequestNamesIt() {
        Membership unknown = new Membership(5248830, "690349", null, OptionalLong.empty(), Optional.empty());
        List<Membership> found = List.of(unknown, membership(5248829, 2));

        assertThat(order(4, found)).extracting(Membership::id).containsExactly(5248829L);
        assertThat(MembershipRanking.inOrder(Requests.forDays(4, 5248830), found))
                .containsExactly(unknown);
    }

    private static List<Membership> order(int days, List<Membership> found) {
        return MembershipRanking.inOrder(Requests.forDays(days, 0), found);
    }

    /** Returns memberships whose ids rise in the API's order. */
    private static List<Membership> balances(List<Integer> balances) {
        List<Membership> found = new ArrayList<>();
        IntStream.range(0, balances.size()).forEach(i -> found.add(membership(5248829L + i, balances.get(i))));
        return found;
    }
}
