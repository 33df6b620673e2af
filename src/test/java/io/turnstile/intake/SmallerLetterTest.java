package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.record.Origin;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** If this fails, a letter that Kafka does not take keeps more to itself than it has to, or is tried for ever. */
class SmallerLetterTest {

    private static final Origin ORIGIN = new Origin("booking.requests", 3, 4_711, 0);

    @Test
    void shouldLeaveOutMoreEachTimeThatALetterIsTooLarge() {
        List<ProducerRecord<byte[], byte[]>> forms = forms(letter("anna"), new RecordTooLargeException());

        assertThat(forms).hasSize(4);
        assertThat(text(forms.get(0), "turnstile-evidence")).isEqualTo("[]");
        assertThat(forms.get(0).value()).isEqualTo(utf8("value"));
        assertThat(forms.get(1).value()).isNull();
        assertThat(text(forms.get(1), "turnstile-value-omitted")).isEqualTo("5");
        assertThat(text(forms.get(1), "correlation")).isEqualTo("abc");
        assertThat(forms.get(2).headers()).allMatch(header -> header.key().startsWith("turnstile-"));
        assertThat(text(forms.get(2), "turnstile-reason")).isEqualTo("NO_MEMBERSHIP");
        assertThat(forms.get(2).key()).isEqualTo(utf8("anna"));
        assertThat(forms.get(3).key()).isEqualTo(utf8("booking.requests-3-4711"));
    }

    @Test
    void shouldGiveALetterItsIdAsKeyFirstWhenACompactedTopicWantsOne() {
        ProducerRecord<byte[], byte[]> keyed = SmallerLetter.of(
                        letter(null), new InvalidRecordException("no key"), ORIGIN)
                .orElseThrow();

        assertThat(keyed.key()).isEqualTo(utf8("booking.requests-3-4711"));
        assertThat(keyed.value()).isEqualTo(utf8("value"));
        assertThat(keyed.headers()).isEqualTo(letter(null).headers());
    }

    private static List<ProducerRecord<byte[], byte[]>> forms(
            ProducerRecord<byte[], byte[]> letter, KafkaException refusal) {
        List<ProducerRecord<byte[], byte[]>> forms = new ArrayList<>();
        for (Optional<ProducerRecord<byte[], byte[]>> next = SmallerLetter.of(letter, refusal, ORIGIN);
                next.isPresent() && forms.size() < 10;
                next = SmallerLetter.of(next.get(), refusal, ORIGIN)) {
            forms.add(next.get());
        }
        return forms;
    }

    private static ProducerRecord<byte[], byte[]> letter(String key) {
        Headers headers = HeaderWriter.empty()
                .add("correlation", utf8("abc"))
                .add("turnstile-reason", utf8("NO_MEMBERSHIP"))
                .add("turnstile-evidence", utf8("[{\"status\": 200}]"));
        return new ProducerRecord<>("letters", null, key == null ? null : utf8(key), utf8("value"), headers);
    }

    private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
