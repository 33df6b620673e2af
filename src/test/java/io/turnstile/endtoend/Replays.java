package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.OutcomeCount;
import io.turnstile.app.Settings;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.KafkaDeadLetters;
import io.turnstile.deadletter.job.Job;
import io.turnstile.deadletter.job.Order;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Makes orders, waits for jobs, and reads from Kafka what they did. */
final class Replays {

    private Replays() {}

    static Order ids(String by, Collection<String> ids) {
        return order(Selection.of(List.copyOf(ids)), by, false);
    }

    /** Takes also letters that newer requests have overtaken. */
    static Order everything(String by) {
        return order(Selection.of(Filter.OPEN), by, true);
    }

    static Order order(Selection selection, String by, boolean overtaken) {
        return new Order(Action.REPLAY, selection, by, "topped up", OptionalDouble.empty(), false, overtaken, Map.of());
    }

    static Job await(DeadLetters letters, String id, Job.State state, Duration patience) {
        Awaitility.await("job " + id + " is " + state)
                .pollInterval(Duration.ofMillis(20))
                .atMost(patience)
                .untilAsserted(() -> assertThat(letters.job(id)).map(Job::state).contains(state));
        return letters.job(id).orElseThrow();
    }

    /** Waits until the index of an instance knows that many letters. */
    static void awaitKnown(DeadLetters letters, long count) {
        Awaitility.await(count + " letters are known")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(120))
                .until(() -> ((KafkaDeadLetters) letters).indexState().ready()
                        && letters.groups(Filter.OPEN).stream()
                                        .mapToLong(each -> each.count())
                                        .sum()
                                >= count);
    }

    /** Returns the replayed requests by the letter that each was. */
    static Map<String, List<ConsumerRecord<byte[], byte[]>>> requests(Settings settings) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> byLetter = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each :
                read(settings, settings.topics().requests())) {
            String letter = OutcomeCount.header(each, "turnstile-replay-of");
            if (letter != null) {
                byLetter.computeIfAbsent(letter, any -> new ArrayList<>()).add(each);
            }
        }
        return byLetter;
    }

    /** Returns the resolutions by letter. */
    static Map<String, List<ConsumerRecord<byte[], byte[]>>> resolutions(Settings settings) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> byLetter = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each :
                read(settings, settings.topics().resolutions())) {
            byLetter.computeIfAbsent(new String(each.key()), any -> new ArrayList<>())
                    .add(each);
        }
        return byLetter;
    }

    /** Checks that each letter has one request and one resolution, and that the one names the other. */
    static void assertReplayedOnce(Settings settings, Collection<String> ids) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> requests = requests(settings);
        Map<String, List<ConsumerRecord<byte[], byte[]>>> resolutions = resolutions(settings);
        assertThat(requests.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(requests.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(resolutions.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(resolutions.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        requests.forEach((id, written) -> assertThat(
                        OutcomeCount.header(resolutions.get(id).get(0), "turnstile-replayed-as"))
                .isEqualTo(place(written.get(0))));
    }

    static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    /** Returns everything committed on a topic now. */
    static List<ConsumerRecord<byte[], byte[]>> read(Settings settings, String topic) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().brokers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
