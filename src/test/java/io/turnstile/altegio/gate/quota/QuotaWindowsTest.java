package io.turnstile.altegio.gate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.QuotaAssertions;
import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** If one of these fails, Altegio answers 429, and with more of them locks the address out. */
class QuotaWindowsTest {

    @Property(tries = 100)
    void shouldNeverExceedAWindowWhenOneInstanceCallsAsFastAsItMay(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int perSecond,
            @ForAll @IntRange(min = 1, max = 300) int perMinute,
            @ForAll @IntRange(min = 1, max = 3000) int longestCallMs) {
        QuotaAssertions law = new QuotaAssertions(seed, longestCallMs);
        QuotaWindows whole = new QuotaWindows(new QuotaLimits(perSecond, perMinute), QuotaShare.WHOLE, law.clock);

        law.run(List.of(whole), 200);

        assertThat(law.most(1_000)).isLessThanOrEqualTo(perSecond);
        assertThat(law.most(60_000)).isLessThanOrEqualTo(perMinute);
    }

    @Property(tries = 300)
    void shouldNeverExceedTheWholeWhenPartitionsMoveBetweenInstances(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int perSecond,
            @ForAll @IntRange(min = 1, max = 300) int perMinute,
            @ForAll @IntRange(min = 1, max = 24) int partitions,
            @ForAll @IntRange(min = 1, max = 6) int instances) {
        QuotaAssertions law = new QuotaAssertions(seed, 400);
        Random random = new Random(seed);
        List<QuotaWindows> group = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            group.add(new QuotaWindows(new QuotaLimits(perSecond, perMinute), QuotaShare.NONE, law.clock));
        }
        for (int round = 0; round < 6; round++) {
            assign(group, partitions, random, law.clock);
            law.run(group, 5 + random.nextInt(90));
        }
        assertThat(law.most(1_000)).isLessThanOrEqualTo(perSecond);
        assertThat(law.most(60_000)).isLessThanOrEqualTo(perMinute);
    }

    @Property(tries = 20)
    void shouldUseNearlyTheWholeMinuteWhenThreeInstancesShareIt(@ForAll long seed) {
        QuotaAssertions law = new QuotaAssertions(seed, 150);
        List<QuotaWindows> group = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            group.add(new QuotaWindows(QuotaLimits.ALTEGIO, new QuotaShare(Set.of(2 * i, 2 * i + 1), 6), law.clock));
        }
        law.run(group, 300);
        assertThat(law.arrivals.size()).isGreaterThanOrEqualTo((int) (5 * 200 * 0.97));
    }

    /** The worst case of 24 partitions: with each step a slot moves to another instance, and rests. */
    @Property(tries = 20)
    void shouldUseNearlyTheWholeMinuteWhenThreeInstancesHoldPartitionsInTurns(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int each) {
        QuotaAssertions law = new QuotaAssertions(seed, 250);
        List<QuotaWindows> group = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Set<Integer> owned = new HashSet<>();
            for (int partition = i; partition < 3 * each; partition += 3) {
                owned.add(partition);
            }
            group.add(new QuotaWindows(QuotaLimits.ALTEGIO, new QuotaShare(owned, 3 * each), law.clock));
        }
        law.run(group, 300);
        assertThat(law.arrivals.size()).isGreaterThanOrEqualTo((int) (5 * 200 * 0.94));
    }

    @Property(tries = 20)
    void shouldStarveNobodyWhenThereAreMorePartitionsThanCallsASecond(@ForAll @IntRange(min = 6, max = 30) int of) {
        for (int partition = 0; partition < of; partition++) {
            QuotaSlots slots = new QuotaSlots(QuotaLimits.ALTEGIO, new QuotaShare(Set.of(partition), of));
            int turns = 0;
            for (long now = 0; now < of * slots.term(); now += 1_000) {
                turns += slots.perSecond(now);
            }
            assertThat(turns).as("turns of partition %d", partition).isPositive();
        }
    }

    /** A slot that moved on rested for a window and the clocks, and the last call made with it was still on its way. */
    @Test
    void shouldMakeNoTwoCallsOfASlotWithinASecondWhenItMovesAndClocksDifferAndTheLastCallArrivesLate() {
        ManualClock server = new ManualClock();
        Clock late = Clock.offset(server, Duration.ofMillis(-500));
        QuotaLimits limits = new QuotaLimits(1, 0);
        QuotaWindows before = new QuotaWindows(limits, new QuotaShare(Set.of(1), 2), late);
        QuotaWindows after = new QuotaWindows(limits, new QuotaShare(Set.of(0), 2), server);

        long last = 0;
        for (long millis = 1_000; after.waitFor(server.read()) > 0; millis++) {
            server.moveTo(Duration.ofMillis(millis).toNanos());
            last = before.waitFor(server.read()) == 0 ? server.read() : last;
        }

        long arrival = last + Duration.ofMillis(499).toNanos();
        assertThat(server.read() - arrival).isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    private static void assign(List<QuotaWindows> group, int partitions, Random random, ManualClock clock) {
        List<Set<Integer>> owned = new ArrayList<>();
        group.forEach(instance -> owned.add(new HashSet<>()));
        for (int partition = 0; partition < partitions; partition++) {
            owned.get(random.nextInt(group.size())).add(partition);
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).share(new QuotaShare(owned.get(i), partitions), Duration.ZERO, clock.read());
        }
    }
}
