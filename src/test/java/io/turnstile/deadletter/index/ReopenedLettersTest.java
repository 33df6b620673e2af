package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.discarded;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static io.turnstile.deadletter.index.ExampleLetters.rejected;
import static io.turnstile.deadletter.index.ExampleLetters.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.kafka.ResolutionParser;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.deadletter.letter.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody reopens a letter that was resolved too soon. If this fails, nobody sees it again, and it is pruned. */
class ReopenedLettersTest {

    private enum Way {
        LIVE,
        BULK,
        LETTERS_LAST
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowALetterAsOpenWhenItWasReopened(Way way) {
        try (LetterIndex index = index(way, List.of(discarded(1, "a"), discarded(2, "a"), reopened(1)))) {
            assertThat(index.page(Filter.OPEN, Optional.empty(), 9).letters())
                    .extracting(Letter::id)
                    .containsExactly(id(3), id(1));
            assertThat(index.jobCount("a")).isEqualTo(new JobCount(2, Map.of()));
            assertThat(index.jobCount("")).isEqualTo(new JobCount(0, Map.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountTheFirstResolutionAfterTheLastReopening(Way way) {
        try (LetterIndex index = index(
                way,
                List.of(
                        discarded(1, "a"),
                        replayed(1, 8, "late"),
                        reopened(1),
                        reopened(1, 5),
                        replayed(1, 9, "b"),
                        discarded(1, "later still")))) {
            Letter letter = index.find(id(1)).orElseThrow();

            assertThat(letter.status()).isEqualTo(Status.REPLAYED);
            assertThat(letter.resolution().map(Resolution::jobId)).contains("b");
            assertThat(index.jobCount("a").done()).isEqualTo(1);
            assertThat(index.jobCount("b")).isEqualTo(new JobCount(1, Map.of(Outcome.WAITING, 1L)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoNoticeOfAReopeningBeforeTheResolution(Way way) {
        try (LetterIndex index = index(way, List.of(reopened(1), discarded(1, "a")))) {
            assertThat(index.find(id(1)).orElseThrow().status()).isEqualTo(Status.DISCARDED);
        }
    }

    /** An instance that starts must show what the others show. */
    @Test
    void shouldShowTheSameWhetherReadAtOnceOrOneByOne() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            List<ResolutionEntry> resolutions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int n = 1 + random.nextInt(3);
                resolutions.add(
                        switch (random.nextInt(3)) {
                            case 0 -> discarded(n, "job-" + i);
                            case 1 -> replayed(n, 100 + i, "job-" + i);
                            default -> reopened(n, 10 + i);
                        });
            }
            try (LetterIndex live = index(Way.LIVE, resolutions);
                    LetterIndex bulk = index(Way.BULK, resolutions)) {
                for (int n = 1; n <= 3; n++) {
                    assertThat(bulk.find(id(n))).as("%s", resolutions).isEqualTo(live.find(id(n)));
                }
                for (int i = 0; i < 8; i++) {
                    assertThat(bulk.jobCount("job-" + i))
                            .as("%s of %s", i, resolutions)
                            .isEqualTo(live.jobCount("job-" + i));
                }
            }
        }
    }

    @Test
    void shouldReadAReopeningAsTheContractHasIt() {
        ResolutionEntry entry = ResolutionParser.entry(new ConsumerRecord<>(
                        "resolutions",
                        0,
                        0,
                        null,
                        ("{\"dead_letter_id\": \"" + id(1) + "\", \"letter\": {\"partition\": 0, \"offset\": 1},"
                                        + " \"action\": \"reopened\", \"by\": \"ann\", \"at\": \"2026-11-23T12:00:01Z\"}")
                                .getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();

        try (LetterIndex index = index(Way.LIVE, List.of(discarded(1, "a"), entry))) {
            assertThat(index.find(id(1)).orElseThrow().status()).isEqualTo(Status.OPEN);
        }
    }

    private static LetterIndex index(Way way, List<ResolutionEntry> resolutions) {
        LetterIndex index = LetterIndex.create();
        if (way == Way.BULK) {
            index.beginBulk();
        }
        if (way == Way.LETTERS_LAST) {
            index.addResolutions(resolutions);
        }
        index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 9), rejected(3, 7, 10)));
        if (way != Way.LETTERS_LAST) {
            index.addResolutions(resolutions);
        }
        if (way == Way.BULK) {
            index.endBulk();
        }
        return index;
    }

    private static ResolutionEntry reopened(int n) {
        return reopened(n, n);
    }

    private static ResolutionEntry reopened(int n, int at) {
        return new ResolutionEntry(
                id(n),
                Optional.of(new Place(0, n)),
                Optional.empty(),
                new Resolution(Action.REOPEN, "ben", NOON.plusSeconds(at), "", "", false, Optional.empty()));
    }
}
