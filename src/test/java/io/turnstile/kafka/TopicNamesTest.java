package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, settings and routes name topics that Kafka refuses, and nobody is told before records are to be written. */
class TopicNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"booking.requests", "a", "A_b-9.x", "...", "__own"})
    void shouldAcceptWhatKafkaAccepts(String name) {
        assertThat(TopicNames.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "é", "a\n", "a\u0000", "a:b"})
    void shouldRefuseWhatKafkaRefuses(String name) {
        assertThat(TopicNames.isValid(name)).isFalse();
    }

    @Test
    void shouldAcceptUpTo249Characters() {
        assertThat(TopicNames.isValid("t".repeat(249))).isTrue();
        assertThat(TopicNames.isValid("t".repeat(250))).isFalse();
    }

    @Test
    void shouldTakeDotsAndUnderscoresForTheSame() {
        assertThat(TopicNames.isSame("a.b_c", "a_b.c")).isTrue();
        assertThat(TopicNames.isSame("a.b", "a-b")).isFalse();
    }
}
