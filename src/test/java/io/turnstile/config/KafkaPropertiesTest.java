package io.turnstile.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Kafka property that Turnstile cannot keep, or that Kafka does not know, must be named before anything runs. */
class KafkaPropertiesTest {

    private static final String PREFIX = "turnstile.kafka.properties.";

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, other:9092, turnstile.kafka.brokers",
        "group.id, mine, turnstile.kafka.group",
        "client.id, mine, turnstile.instance",
        "group.instance.id, mine, turnstile.instance",
        "transactional.id, mine, turnstile.instance",
        "max.poll.records, 10, turnstile.intake.batch-size",
        "key.deserializer, org.apache.kafka.common.serialization.StringDeserializer, exactly once",
        "value.deserializer, org.apache.kafka.common.serialization.StringDeserializer, exactly once",
        "key.serializer, org.apache.kafka.common.serialization.StringSerializer, exactly once",
        "value.serializer, org.apache.kafka.common.serialization.StringSerializer, exactly once",
        "enable.auto.commit, true, exactly once",
        "isolation.level, read_uncommitted, exactly once",
        "auto.offset.reset, latest, exactly once",
        "acks, 1, exactly once",
        "acks, 0, exactly once",
        "enable.idempotence, false, exactly once",
        "max.in.flight.requests.per.connection, 5, exactly once",
        "transaction.timeout.ms, 900000, exactly once",
        "transaction.two.phase.commit.enable, true, exactly once",
        "group.protocol, consumer, exactly once",
        "group.remote.assignor, uniform, exactly once",
        "partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor, exactly once",
        "partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner, order",
        "partitioner.ignore.keys, true, order",
        "retries, 0, itself",
        "max.request.size, 1000, max.message.bytes",
        "buffer.memory, 1000, itself",
        "delivery.timeout.ms, 5, itself",
        "request.timeout.ms, 60000, itself",
        "max.block.ms, 60000, itself",
        "default.api.timeout.ms, 60000, itself",
        "max.poll.interval.ms, 1, at least 30000",
        "session.timeout.ms, 1000, at most half",
        "heartbeat.interval.ms, 60000, at most half"
    })
    void shouldRefuseByNameWhatCannotWorkWithTurnstile(String name, String value, String why) {
        assertThatThrownBy(() -> read(Map.of(PREFIX + name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(PREFIX + name + " ")
                .hasMessageContaining(why)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "enable.auto.commit, false",
        "isolation.level, read_committed",
        "auto.offset.reset, earliest",
        "acks, all",
        "acks, -1",
        "enable.idempotence, true",
        "group.protocol, classic",
        "group.protocol, CLASSIC",
        "compression.type, zstd",
        "security.protocol, SASL_SSL",
        "ssl.endpoint.identification.algorithm, ''",
        "session.timeout.ms, 30000"
    })
    void shouldTakeWhatAgreesWithTurnstile(String name, String value) {
        assertThatCode(() -> read(Map.of(PREFIX + name, value))).doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheNearestPropertyWhenKafkaDoesNotKnowOne() {
        assertThatThrownBy(() -> read(Map.of(PREFIX + "securty.protocol", "SASL_SSL")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(PREFIX + "securty.protocol is no property of Kafka's clients: did you mean " + PREFIX
                        + "security.protocol?");
    }

    /** A class of the user's own may read properties that Kafka does not know. */
    @Test
    void shouldTakeAnyPropertyWhenAClassOfTheUsersIsPluggedIn() {
        Settings settings = read(Map.of(
                PREFIX + "sasl.login.callback.handler.class", "com.example.Login", PREFIX + "example.vault", "blue"));
        assertThat(settings.kafka().properties()).containsEntry("example.vault", "blue");
    }

    private static Settings read(Map<String, String> file) {
        return Settings.read(new HashMap<>(file), Map.of(), Path.of("."));
    }
}
