package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** If this fails, a topic that was created again passes for the old one, or the other way round. */
class TopicMetadataCacheTest {

    private static final String TOPIC = "requests";

    private final Map<String, TopicDescription> kafka = new HashMap<>();
    private Duration now = Duration.ZERO;
    private boolean answers = true;
    private final TopicMetadataCache cache = new TopicMetadataCache(
            asked -> answers ? CompletableFuture.completedFuture(Map.copyOf(kafka)) : new CompletableFuture<>(),
            () -> now.toNanos());

    private Uuid createTopic() {
        Uuid id = Uuid.randomUuid();
        describe(id);
        return id;
    }

    private void describe(Uuid id) {
        kafka.put(TOPIC, new TopicDescription(TOPIC, false, List.of(), Set.of(), id));
    }

    @Test
    void shouldNotTakeTheWordOfABrokerThatHasNotHeardOfTheNewTopicYet() {
        Uuid old = createTopic();
        assertThat(cache.id(TOPIC)).hasValue(old.toString());
        Uuid created = createTopic();
        now = now.plusSeconds(2);
        assertThat(cache.id(TOPIC)).hasValue(created.toString());

        describe(old);
        now = now.plusSeconds(2);

        assertThat(cache.id(TOPIC)).hasValue(created.toString());
        assertThat(cache.idsNow(List.of(TOPIC))).containsExactly(Map.entry(TOPIC, created.toString()));
    }

    @Test
    void shouldSayNothingWhereKafkaGivesNoIdOrNoAnswer() {
        describe(Uuid.ZERO_UUID);
        assertThat(cache.id(TOPIC)).isEmpty();
        createTopic();
        now = now.plusSeconds(2);
        assertThat(cache.id(TOPIC)).isPresent();

        answers = false;
        now = now.plusSeconds(20);

        assertThat(cache.id(TOPIC)).isEmpty();
    }
}
