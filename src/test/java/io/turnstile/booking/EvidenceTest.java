package io.turnstile.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Evidence that cannot be written holds a whole batch for ever; evidence that is too big makes Kafka refuse the record. */
class EvidenceTest {
    private static final String CHECK =
            "/company/720441/client/146915197/loyalty/abonements/5248829/check_for_activity?event_id=12345"
                    + "&schedule_day_ids=1234561%2C1234562%2C1234563%2C1234564%2C1234565%2C1234566%2C1234567";

    @Example
    void shouldBeAnEmptyArrayWhenNoCallWasMade() throws Exception {
        assertThat(read(Evidence.NONE)).hasToString("[]");
    }

    @Example
    void shouldShowAnswersAsTheyCameWhenTheyAreSmall() throws Exception {
        Evidence evidence = Evidence.NONE
                .with(new ResponseEvidence(200, "/search", "{\"data\": []}"))
                .with(new ResponseEvidence(404, CHECK, "Wörter 界"));

        assertThat(read(evidence))
                .hasToString("[{\"status\":200,\"path\":\"/search\",\"body\":\"{\\\"data\\\": []}\"},"
                        + "{\"status\":404,\"path\":\"" + CHECK + "\",\"body\":\"Wörter 界\"}]");
    }

    @Example
    void shouldFitWhenThereAreAsManyChecksAsCanBeAllowed() throws Exception {
        List<ResponseEvidence> answers = Collections.nCopies(101, new ResponseEvidence(200, CHECK, "{\"data\": {}}"));

        assertThat(read(new Evidence(answers))).isNotEmpty();
    }

    @Example
    void shouldFitWhenASinglePathIsLongerThanTheLimit() throws Exception {
        Evidence evidence = new Evidence(List.of(new ResponseEvidence(400, "/" + "1%2C".repeat(10_000), "no")));

        assertThat(read(evidence)).hasSize(1);
    }

    @Property(tries = 100)
    void shouldBeValidJsonOfAtMostSixteenKilobytesWhateverComes(
            @ForAll @Size(max = 110) List<String> bodies,
            @ForAll @IntRange(min = 1, max = 600) int repeat,
            @ForAll String path)
            throws Exception {
        List<ResponseEvidence> answers = bodies.stream()
                .map(body -> new ResponseEvidence(500, CHECK + path, body.repeat(repeat)))
                .toList();

        JsonNode read = read(new Evidence(answers));

        assertThat(read.size()).isLessThanOrEqualTo(answers.size());
        assertThat(read.isEmpty()).isEqualTo(answers.isEmpty());
    }

    @Property
    void shouldNeverCutACharacterInTwo(
            @ForAll @IntRange(max = 200) int before,
            @ForAll @IntRange(max = 200) int emojis,
            @ForAll @IntRange(min = 1, max = 300) int most) {
        String text = "a".repeat(before) + "\uD83E\uDDD8".repeat(emojis);

        String cut = Text.shorten(text, most);

        assertThat(cut.length()).isLessThanOrEqualTo(most);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
        assertThat(cut.equals(text)).isEqualTo(text.length() <= most);
    }

    private static JsonNode read(Evidence evidence) throws Exception {
        byte[] json = evidence.toJson();
        assertThat(json).hasSizeLessThanOrEqualTo(16 * 1024);
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(json))
                .toString();
        return new ObjectMapper().readTree(text);
    }
}
