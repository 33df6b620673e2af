package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.PartitionUsage;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.topic.Topics;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** If one of these fails, two instances believe that the same calls are theirs. */
class QuotaRebalancerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final QuotaLimits LIMITS = QuotaLimits.ALTEGIO;
    private static final List<Topics.Partitions> TOPICS =
            List.of(new Topics.Partitions("booking.requests", 3), new Topics.Partitions("booking.requests.retry.1", 2));

    private final Gate one = gate();
    private final Gate two = gate();

    @Test
    void shouldSayWhatIsUsedWhenAnOwnerWhoTookAllAsUsedGivesAPartitionUp() {
        QuotaRebalancer owner = new QuotaRebalancer(one, LIMITS, TOPICS);
        own(owner, Map.of(request(0), "of somebody who knew no notes"), request(0));

        String left = owner.onOwnershipChanged(Set.of()).get(request(0));

        assertThat(new QuotaRebalancer(two, LIMITS, TOPICS).mark()).startsWith("quota/1 5/200 5 ");
        assertThat(QuotaHandoff.parse(left)).hasValueSatisfying(note -> assertThat(note.use())
                .hasValueSatisfying(use -> assertThat(use.places()).isEqualTo(40)));
    }

    @Test
    void shouldPassUnusedPartitionsOnAsUnusedWhenTheyMove() {
        QuotaRebalancer from = new QuotaRebalancer(one, LIMITS, TOPICS);
        own(from, Map.of(), request(0), request(1));
        Map<TopicPartition, String> left = from.onOwnershipChanged(Set.of(request(0)));
        assertThat(left).containsOnlyKeys(request(1));

        QuotaRebalancer to = new QuotaRebalancer(two, LIMITS, TOPICS);
        own(to, left, request(1));

        assertThat(usedOf(to, request(1))).isZero();
    }

    @Test
    void shouldTakeAllAsUsedWhenTheOwnerBeforeLeftOnlyItsMark() {
        QuotaRebalancer killed = new QuotaRebalancer(one, LIMITS, TOPICS);
        QuotaRebalancer heir = new QuotaRebalancer(two, LIMITS, TOPICS);
        own(heir, Map.of(request(1), killed.mark()), request(1));
        assertThat(usedOf(heir, request(1))).isEqualTo(40);
    }

    @Test
    void shouldTakeAllAsUsedWhenTheGroupHadAnotherNumberOfPartitions() {
        QuotaHandoff before = new QuotaHandoff(LIMITS, 4, 7, Optional.of(PartitionUsage.NONE));
        QuotaRebalancer heir = new QuotaRebalancer(two, LIMITS, TOPICS);
        own(heir, Map.of(request(1), before.text()), request(1));
        assertThat(usedOf(heir, request(1))).isEqualTo(40);
    }

    @Test
    void shouldTakeNothingAsUsedWhenAPartitionWasNobodyElsesSince() {
        QuotaRebalancer again = new QuotaRebalancer(one, LIMITS, TOPICS);
        own(again, Map.of(request(1), again.mark()), request(1));
        assertThat(usedOf(again, request(1))).isZero();
    }

    @Test
    void shouldGiveNoShareForPartitionsThatWereAddedSinceTheStartOrAreOfOtherTopics() {
        QuotaRebalancer share = new QuotaRebalancer(one, LIMITS, TOPICS);
        TopicPartition added = request(3);
        TopicPartition foreign = new TopicPartition("somebody.elses", 0);
        own(share, Map.of(), added, foreign, request(2));
        assertThat(one.share(new QuotaShare(Set.of(), 5)).keySet())
                .as("the last of 5 numbers: partition by partition, over the topics that have it")
                .containsExactly(4);
    }

    @Test
    void shouldReadWhatItWroteAndNothingElseWhenANoteIsRead() {
        QuotaHandoff note =
                new QuotaHandoff(LIMITS, 24, -5, Optional.of(new PartitionUsage(8, NOW, NOW.plusSeconds(1))));
        assertThat(QuotaHandoff.parse(note.text())).contains(note);
        for (String other : List.of("", "quota/1", "quota/1 5/200 24 xyz", note.text() + " 1", "turnstile 1 2 3 4 5")) {
            assertThat(QuotaHandoff.parse(other)).as(other).isEmpty();
        }
    }

    private static void own(QuotaRebalancer share, Map<TopicPartition, String> notes, TopicPartition... partitions) {
        share.onPartitionsAssigning(Set.of(partitions), new HashMap<>(notes));
        share.onOwnershipChanged(Set.of(partitions));
    }

    private static int usedOf(QuotaRebalancer share, TopicPartition partition) {
        return QuotaHandoff.parse(share.onOwnershipChanged(Set.of()).get(partition))
                .flatMap(QuotaHandoff::use)
                .orElseThrow()
                .places();
    }

    private static TopicPartition request(int partition) {
        return new TopicPartition("booking.requests", partition);
    }

    private static Gate gate() {
        GateConfig config = GateConfig.of(
                        URI.create("http://127.0.0.1:1/api/v1"), new Credentials.FixedToken("partner", "user"), LIMITS)
                .withShare(QuotaShare.NONE);
        Ticker stopped = () -> 3_600_000_000_000L;
        return new Gate(config, Clock.fixed(NOW, ZoneOffset.UTC), stopped);
    }
}
