package io.turnstile.intake;

import io.turnstile.intake.record.Origin;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The next smaller form of a dead letter that Kafka refused: without its evidence, then without its value, then without the
 * request's own headers, then with the letter's id as its key. The origin headers say where the whole request is.
 */
final class SmallerLetter {

    private static final byte[] NO_EVIDENCE = utf8("[]");

    private SmallerLetter() {}

    /** Returns the next smaller form; empty if there is none. */
    static Optional<ProducerRecord<byte[], byte[]>> of(
            ProducerRecord<byte[], byte[]> letter, KafkaException refusal, Origin origin) {
        byte[] id = utf8(origin.id());
        boolean keyIsAtFault = refusal instanceof InvalidRecordException;
        if (keyIsAtFault && letter.key() == null) {
            return Optional.of(with(letter, id, letter.value(), letter.headers()));
        }
        Header evidence = letter.headers().lastHeader(HeaderNames.EVIDENCE);
        if (evidence != null && !Arrays.equals(evidence.value(), NO_EVIDENCE)) {
            Headers headers = HeaderWriter.copy(letter.headers());
            headers.remove(HeaderNames.EVIDENCE).add(HeaderNames.EVIDENCE, NO_EVIDENCE);
            return Optional.of(with(letter, letter.key(), letter.value(), headers));
        }
        if (letter.value() != null) {
            Headers headers = HeaderWriter.copy(letter.headers());
            HeaderWriter.add(headers, HeaderNames.VALUE_OMITTED, letter.value().length);
            return Optional.of(with(letter, letter.key(), null, headers));
        }
        Headers own = HeaderWriter.copy(letter.headers(), HeaderNames::isOwn);
        if (own.toArray().length < letter.headers().toArray().length) {
            return Optional.of(with(letter, letter.key(), null, own));
        }
        return Arrays.equals(letter.key(), id) ? Optional.empty() : Optional.of(with(letter, id, null, own));
    }

    private static ProducerRecord<byte[], byte[]> with(
            ProducerRecord<byte[], byte[]> letter, byte[] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(letter.topic(), letter.partition(), letter.timestamp(), key, value, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
