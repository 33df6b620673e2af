package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.DeadLetterTopics.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.kafka.LetterParser;
import io.turnstile.deadletter.kafka.ResolutionParser;
import io.turnstile.deadletter.kafka.ScheduleParser;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.kafka.HeaderValues;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** If this fails, one odd record on the topic hides all dead letters, or people never see it. */
class OddLettersTest {

    private static final byte[] NO_TEXT = {(byte) 0xFF, 0, (byte) 0xC3};

    @Test
    void shouldListARecordOfWhichNothingCanBeRead() {
        Letter letter = letter(null, HeaderWriter.empty());

        assertThat(letter.id()).isEqualTo("letters-3-17");
        assertThat(letter.kind()).isEqualTo("unknown");
        assertThat(letter.reason()).isEqualTo("UNKNOWN");
        assertThat(letter.decidedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
        assertThat(letter.clientId()).isEmpty();
    }

    @Test
    void shouldTakeNoHarmFromHostileHeaders() {
        Letter letter = letter(
                NO_TEXT,
                HeaderWriter.empty()
                        .add("turnstile-dead-letter-id", NO_TEXT)
                        .add("turnstile-kind", bytes("k".repeat(100_000)))
                        .add("turnstile-reason", bytes("<script>alert(1)</script>"))
                        .add("turnstile-message", bytes("é".repeat(1_000_000)))
                        .add("turnstile-request-id", null)
                        .add("turnstile-decided-at", bytes("+999999999-12-31T23:59:59Z"))
                        .add("turnstile-attempts", bytes("99999999999999999999999"))
                        .add("turnstile-replays", bytes("-1")));

        assertThat(letter.id()).isEqualTo("letters-3-17");
        assertThat(letter.kind()).hasSize(100);
        assertThat(letter.reason()).isEqualTo("<script>alert(1)</script>");
        assertThat(letter.message()).hasSize(2_000);
        assertThat(letter.requestId()).isEmpty();
        assertThat(letter.attempts()).isZero();
        assertThat(letter.replays()).isZero();
        try (LetterIndex index = LetterIndex.create()) {
            index.addLetters(List.of(new LetterEntry(letter, "\0' OR 1=1 --")));
            assertThat(index.find("letters-3-17").orElseThrow().message()).isEqualTo(letter.message());
        }
    }

    @Test
    void shouldReadWhomAMalformedRequestIsAbout() {
        assertThat(letter(
                                bytes(
                                        "{\"client_id\": \"146\", \"x\": [{\"event_id\": 1}], \"event_id\": 7, \"location"),
                                headers())
                        .clientId())
                .isEqualTo(OptionalLong.of(146));
        Letter broken = letter(
                bytes("{\"event_id\": 7, \"client_id\": 99999999999999999999, \"location_id\": 1.5}"), headers());
        assertThat(broken.eventId()).hasValue(7);
        assertThat(broken.clientId()).isEmpty();
        assertThat(broken.locationId()).isEmpty();
    }

    @Test
    void shouldReadMomentsAsTheLibraryDoes() {
        for (String text : List.of(
                "2026-11-23T10:15:30.123456Z",
                "2026-11-23T10:15:30.1Z",
                "2026-11-23T10:15:30.123456789Z",
                "2024-02-29T23:59:59.999Z",
                "2026-11-23T10:15:30Z",
                "2026-11-30T00:00:00.000001Z")) {
            assertThat(HeaderValues.instant(bytes(text))).contains(Instant.parse(text));
        }
        for (String text : List.of("2026-02-30T10:15:30.1Z", "2026-11-23T24:15:30.1Z", "2026-11-23 10:15:30.1Z", "")) {
            assertThat(HeaderValues.instant(bytes(text))).isEmpty();
        }
    }

    @Test
    void shouldNeverThrowWhateverTheBytes() {
        Random random = new Random(5);
        byte[] value = "{\"client_id\": 146, \"event_id\": [1], \"location_id\": {\"a\": null}}"
                .getBytes(StandardCharsets.UTF_8);
        try (LetterIndex index = LetterIndex.create()) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = value.clone();
                for (int n = random.nextInt(5); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                index.addLetters(List.of(new LetterEntry(
                        letter(
                                bytes,
                                HeaderWriter.empty()
                                        .add("turnstile-reason", bytes)
                                        .add("turnstile-dead-letter-id", bytes)),
                        HeaderValues.text(bytes, 100))));
                ResolutionParser.entry(record(bytes, HeaderWriter.empty().add("turnstile-replayed-as", bytes)));
                ScheduleParser.entry(
                        record(bytes, HeaderWriter.empty().add("ce_id", bytes).add("ce_time", bytes)));
            }
        }
    }

    @Test
    void shouldShowBothOfTwoWithTheSameIdAndManyOfTheSameMoment() {
        try (LetterIndex index = LetterIndex.create()) {
            // given 100 records of one moment, then one with the id of the first
            index.beginBulk();
            for (int n = 0; n < 101; n++) {
                index.addLetters(List.of(LetterParser.entry(new ConsumerRecord<>(
                        "letters",
                        0,
                        n,
                        1_000,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        null,
                        bytes("" + n),
                        n < 100
                                ? HeaderWriter.empty()
                                : HeaderWriter.empty().add("turnstile-dead-letter-id", bytes("letters-0-0")),
                        Optional.empty()))));
            }
            index.endBulk();

            // then
            var page = index.page(Filter.ALL, Optional.empty(), 500);
            assertThat(page.letters())
                    .extracting(Letter::offset)
                    .hasSize(101)
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a));
            assertThat(index.minutes(Instant.EPOCH)).singleElement().satisfies(each -> assertThat(each.deadLetters())
                    .containsEntry("UNKNOWN", 101L));
        }
    }

    private static Headers headers() {
        return HeaderWriter.empty();
    }

    private static Letter letter(byte[] value, Headers headers) {
        return LetterParser.entry(record(value, headers)).letter();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                "letters", 3, 17, 1_000, TimestampType.CREATE_TIME, 0, 0, null, value, headers, Optional.empty());
    }
}
