package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.discarded;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static io.turnstile.deadletter.index.ExampleLetters.letter;
import static io.turnstile.deadletter.index.ExampleLetters.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Topics are created again while a job is on its way, and ids repeat. If this fails, a job says that others resolved letters
 * that nobody did anything about, and nobody looks for them.
 */
class ResolversTest {

    private static final Map<Integer, Long> ENDS = Map.of(0, 5L);

    private final LetterIndex index = LetterIndex.create();

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void shouldFindWhoResolvedALetterThatWentSince() {
        index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 9)));
        index.addResolutions(List.of(discarded(1, "other"), discarded(2, Optional.empty(), 2, "other")));
        for (boolean gone : List.of(false, true)) {
            index.upkeep().forgetLetters("dead-letters");

            assertThat(index.resolvers(List.of(id(1), id(2), id(3)), "job", ENDS, gone))
                    .isEqualTo(Map.of(id(1), "other", id(2), "other"));
        }
    }

    @Test
    void shouldNotTakeWhatWasDoneAboutALetterOfANewTopic() {
        index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 9)));
        index.upkeep().forgetLetters("dead-letters");

        // when letters with these ids stand in the same places, and somebody discards them
        index.addLetters(List.of(
                letter(1, 1, "rejected", "NO_MEMBERSHIP", 9, 8, 0),
                letter(2, 2, "rejected", "NO_MEMBERSHIP", 9, 8, 0)));
        index.addResolutions(List.of(discarded(1, "other"), discarded(2, "other")));

        assertThat(index.resolvers(List.of(id(1), id(2)), "job", ENDS, true)).isEmpty();
        assertThat(index.resolvedByOthers("job", ENDS, NOON)).isZero();
    }

    /** The topic of the requests was created again, and that of the letters was not. */
    @Test
    void shouldNotTakeWhatWasDoneAboutALetterThatCameAfterTheOrder() {
        index.addLetters(List.of(rejected(1, 7, 8)));
        index.upkeep().forget(0, 2);

        index.addLetters(List.of(letter(1, 8, "rejected", "NO_MEMBERSHIP", 9, 8, 0)));
        index.addResolutions(List.of(discarded(1, Optional.of(new Place(0, 8)), 9, "other")));

        assertThat(index.resolvers(List.of(id(1)), "job", ENDS, false)).isEmpty();
        assertThat(index.resolvers(List.of(id(1)), "job", Map.of(0, 9L), false)).hasSize(1);
    }

    /** Totals of the last few hundred said that all is well while most of a long job came back. */
    @Test
    void shouldCountAllLettersThatCameBackHoweverMany() {
        index.addLetters(
                IntStream.range(0, 700).mapToObj(n -> rejected(n, n, 1)).toList());
        index.addResolutions(IntStream.range(0, 700)
                .mapToObj(n -> ExampleLetters.replayed(n, 1_000 + n, "job"))
                .toList());
        index.addLetters(IntStream.range(0, 700)
                .mapToObj(n -> ExampleLetters.again(1_000 + n, "failed", "UPSTREAM_ERROR", n, 1))
                .toList());

        assertThat(index.jobReturns("job")).singleElement().satisfies(each -> {
            assertThat(each.count()).isEqualTo(700);
            assertThat(each.toString()).contains("NO_MEMBERSHIP", "UPSTREAM_ERROR");
        });
    }
}
