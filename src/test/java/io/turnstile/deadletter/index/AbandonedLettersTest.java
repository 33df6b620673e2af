package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.discarded;
import static io.turnstile.deadletter.index.ExampleLetters.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.MeantLetters;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters go from Kafka while a job waits for its turn with them. If this fails, it says of them that others resolved them. */
class AbandonedLettersTest {

    private final LetterIndex index = LetterIndex.create();

    @BeforeEach
    void prepare() {
        index.addLetters(IntStream.range(1, 9).mapToObj(n -> rejected(n, 7, n)).toList());
        index.upkeep()
                .remember(() -> List.of(
                        new MeantLetters("all", Filter.OPEN, Map.of(0, 9L)),
                        new MeantLetters("some", text("event 3"), Map.of(0, 9L)),
                        new MeantLetters("early", Filter.OPEN, Map.of(0, 4L)),
                        new MeantLetters("elsewhere", Filter.OPEN, Map.of(1, 4L))));
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void shouldCountWhatWasOpenWhenTheTopicWasCreatedAgain() {
        index.addResolutions(List.of(discarded(1, "other"), discarded(2, "all")));

        index.upkeep().forgetLetters("dead-letters");

        assertThat(open("all")).hasValue(6);
        assertThat(open("some")).hasValue(1);
        assertThat(open("early")).hasValue(1);
        assertThat(open("elsewhere")).hasValue(0);
        assertThat(open("unknown")).isEmpty();
    }

    /** A resolution may be read after the letters went. */
    @Test
    void shouldNotCountWhatWasResolvedAsItTurnsOut() {
        index.upkeep().forgetLetters("dead-letters");
        index.addResolutions(List.of(discarded(3, "other"), discarded(8, "all")));

        assertThat(open("all")).hasValue(6);
        assertThat(open("some")).hasValue(0);
    }

    /** Who reads a letter may find another record in its place before anybody knows why. */
    @Test
    void shouldCountALetterThatLeftBeforeTheOthers() {
        index.forget(letter(3));
        index.forget(letter(4));
        index.upkeep().forgetLetters("dead-letters");

        assertThat(open("all")).hasValue(8);
        assertThat(open("some")).hasValue(1);
    }

    /** A reader may take the new topic for the old one that lost records, and read some of it before it knows better. */
    @Test
    void shouldCountNoLetterOfANewTopic() {
        index.addResolutions(List.of(discarded(1, "other"), discarded(2, "all")));
        index.upkeep().forgetLetters("dead-letters");

        // when
        index.addLetters(IntStream.range(1, 9)
                .mapToObj(n -> ExampleLetters.letter(20 + n, n, "rejected", "NO_MEMBERSHIP", 7, n, 0))
                .toList());
        index.upkeep().forgetLetters("dead-letters");

        // then
        assertThat(open("all")).hasValue(6);
    }

    @Test
    void shouldCountWhatKafkaDeletedAlone() {
        index.addResolutions(List.of(discarded(1, "other")));

        index.upkeep().forget(0, 5);

        assertThat(open("all")).as("the others are still there").isEmpty();
        assertThat(index.abandoned("all", true)).hasValue(3);
        assertThat(index.abandoned("early", true)).hasValue(2);
        assertThat(index.abandoned("elsewhere", true)).hasValue(0);
        index.upkeep().forgetLetters("dead-letters");
        assertThat(open("all")).hasValue(7);
    }

    private OptionalLong open(String job) {
        return index.abandoned(job, false);
    }

    private Letter letter(int n) {
        return index.find(ExampleLetters.id(n)).orElseThrow();
    }

    private static Filter text(String text) {
        return new Filter(
                Filter.OPEN.status(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text));
    }
}
