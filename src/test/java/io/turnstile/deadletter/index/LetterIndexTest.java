package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.again;
import static io.turnstile.deadletter.index.ExampleLetters.discarded;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static io.turnstile.deadletter.index.ExampleLetters.letter;
import static io.turnstile.deadletter.index.ExampleLetters.rejected;
import static io.turnstile.deadletter.index.ExampleLetters.replayed;
import static io.turnstile.deadletter.index.ExampleLetters.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.deadletter.index.entry.IndexException;
import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.MinuteCount;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If this fails, people are shown letters that are not there, miss some that are, or are told wrongly what became of them. */
class LetterIndexTest {

    private final LetterIndex index = LetterIndex.create();

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void shouldListNewestFirstPageByPage() {
        // given
        index.addLetters(IntStream.range(0, 5).mapToObj(n -> rejected(n, 7, 8)).toList());

        // when
        Page first = index.page(Filter.OPEN, Optional.empty(), 3);
        Page second = index.page(Filter.OPEN, first.next(), 3);

        // then
        assertThat(first.letters()).extracting(Letter::id).containsExactly(id(4), id(3), id(2));
        assertThat(second.letters()).extracting(Letter::id).containsExactly(id(1), id(0));
        assertThat(second.next()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> index.page(Filter.OPEN, Optional.of("no cursor"), 3))
                .withMessageContaining("next");
    }

    @Test
    void shouldFindLettersWhenItIsToldTwiceThatAllAreThere() {
        // given
        index.beginBulk();
        index.addLetters(List.of(rejected(1, 7, 8)));

        // when Kafka was away right after the first time
        index.endBulk();
        index.endBulk();

        // then
        assertThat(index.page(Filter.OPEN, Optional.empty(), 3).letters())
                .extracting(Letter::id)
                .containsExactly(id(1));
    }

    @Test
    void shouldCountByReasonTheLargestFirst() {
        // given
        index.addLetters(List.of(
                letter(1, "failed", "UPSTREAM_ERROR", 7, 8), rejected(2, 7, 8), rejected(3, 7, 8), rejected(4, 7, 8)));
        index.addResolutions(List.of(discarded(4, "job")));

        // when, then
        assertThat(index.groups(Filter.OPEN))
                .containsExactly(
                        new Group("rejected", "NO_MEMBERSHIP", 2, NOON.plusSeconds(2), NOON.plusSeconds(3)),
                        new Group("failed", "UPSTREAM_ERROR", 1, NOON.plusSeconds(1), NOON.plusSeconds(1)));
    }

    @Test
    void shouldFindTheSameWhateverComesFirstAndHoweverOften() {
        // given a resolution that comes before its letter, and everything twice
        for (int i = 0; i < 2; i++) {
            index.addResolutions(List.of(discarded(1, "job-a"), replayed(2, 3, "job-b"), replayed(4, 5, "job-b")));
            index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 9), again(3, "failed", "UPSTREAM_ERROR", 7, 9)));
            index.addSchedules(List.of(scheduled(5, 7, 10)));
        }

        // then
        assertThat(index.find(id(1)).orElseThrow().status()).isEqualTo(Status.DISCARDED);
        assertThat(index.find(id(2)).orElseThrow().fate())
                .contains(new ReplayOutcome(Outcome.FAILED, Optional.of("UPSTREAM_ERROR"), Optional.of(id(3))));
        assertThat(index.jobCount("job-a")).isEqualTo(new JobCount(1, Map.of()));
        assertThat(index.jobCount("job-b"))
                .isEqualTo(new JobCount(2, Map.of(Outcome.FAILED, 1L, Outcome.SCHEDULED, 1L)));
        assertThat(index.minutes(NOON))
                .containsExactly(new MinuteCount(NOON, 1, Map.of("NO_MEMBERSHIP", 2L, "UPSTREAM_ERROR", 1L)));
        assertThat(index.history(id(3))).extracting(Letter::id).containsExactly(id(2), id(3));
    }

    @Test
    void shouldSayWhichLettersWereOvertaken() {
        // given a newer letter of the same client and event, and a newer schedule
        index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 8), rejected(3, 7, 9), rejected(4, 6, 8)));
        index.addSchedules(List.of(scheduled(0, 6, 8), scheduled(5, 7, 9)));

        // when
        Candidate.Page found = index.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10);

        // then
        assertThat(found.candidates())
                .extracting(Candidate::superseded)
                .containsExactly(
                        Candidate.Superseded.YES,
                        Candidate.Superseded.NO,
                        Candidate.Superseded.YES,
                        Candidate.Superseded.NO);
        assertThat(found.candidates())
                .extracting(each -> each.letter().id())
                .containsExactly(id(1), id(2), id(3), id(4));
    }

    @Test
    void shouldCompareWhenRequestsWereAskedForAndNotWhenTheyWereDecided() {
        // given a request that waited for its retries while a newer one was scheduled, and one asked for after that one
        index.addLetters(List.of(letter(3, 30, "failed", "UPSTREAM_ERROR", 7, 8, 0), rejected(6, 7, 8)));
        index.addSchedules(List.of(scheduled(5, 7, 8)));

        // when, then
        assertThat(index.candidates(Selection.of(List.of(id(3))), Optional.empty(), 10)
                        .candidates())
                .extracting(Candidate::superseded)
                .containsExactly(Candidate.Superseded.YES);
        assertThat(index.candidates(Selection.of(List.of(id(6))), Optional.empty(), 10)
                        .candidates())
                .extracting(Candidate::superseded)
                .containsExactly(Candidate.Superseded.NO);
    }

    /** A replay is decided last, though it was asked for first. */
    @Test
    void shouldCompareWhenARequestWasFirstAskedForThroughItsReplays() {
        index.addLetters(List.of(rejected(1, 7, 8)));
        index.addResolutions(List.of(replayed(1, 50, "job")));
        index.addLetters(List.of(rejected(10, 7, 8)));

        index.addLetters(List.of(again(50, "failed", "UPSTREAM_ERROR", 7, 8)));

        assertThat(index.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10)
                        .candidates())
                .extracting(each -> each.letter().id(), Candidate::superseded)
                .containsExactly(tuple(id(10), Candidate.Superseded.NO), tuple(id(50), Candidate.Superseded.YES));
    }

    /** A job that looks at an older state than it was started from replays what was replayed. */
    @Test
    void shouldAnswerOnlyFromAStateThatShowsWhatIsRequired() {
        TopicPartition resolutions = new TopicPartition("resolutions", 0);
        index.add(new IndexBatch(List.of(rejected(1, 7, 8)), List.of(), List.of(), List.of(), Map.of(resolutions, 3L)));
        index.upkeep().compares("dead-letters", "schedules");

        assertThat(index.candidates(Filter.OPEN, Map.of(), Map.of(resolutions, 3L), Optional.empty(), 9)
                        .candidates())
                .hasSize(1);
        Map<TopicPartition, Long> more = Map.of(resolutions, 4L);
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> index.candidates(Filter.OPEN, Map.of(), more, Optional.empty(), 9));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> index.keys(List.of(id(1)), Map.of(), "job", more));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> index.candidates(List.of(1L), more));
    }

    /** Ids repeat when the requests topic is created again: the new letter would vanish, and be pruned. */
    @Test
    void shouldNotResolveALaterLetterOfTheSameId() {
        index.addLetters(List.of(rejected(1, 7, 8), rejected(2, 7, 9)));
        index.addResolutions(List.of(discarded(1, "job"), discarded(2, Optional.empty(), 5, "job")));

        index.addLetters(List.of(
                letter(1, 10, "rejected", "NO_MEMBERSHIP", 7, 8, 0),
                letter(2, 11, "rejected", "NO_MEMBERSHIP", 7, 9, 0)));

        assertThat(index.page(Filter.OPEN, Optional.empty(), 9).letters())
                .extracting(Letter::offset)
                .containsExactly(11L, 10L);
        assertThat(index.jobCount("job").done()).isEqualTo(2);
    }

    /** Two letters bear one id, and somebody discards the first when both are there. */
    @Test
    void shouldResolveOnlyTheLetterInThePlaceThatAResolutionNames() {
        index.addLetters(List.of(rejected(1, 7, 8), letter(1, 4, "rejected", "NO_MEMBERSHIP", 7, 8, 0)));

        index.addResolutions(List.of(discarded(1, Optional.of(new Place(0, 1)), 9, "job")));

        assertThat(index.page(Filter.OPEN, Optional.empty(), 9).letters())
                .extracting(Letter::offset)
                .containsExactly(4L);
    }

    /** A job may still hold the old letter when its topic was created again, and the new one stands in the lists. */
    @Test
    void shouldForgetAGhostAndNotTheLetterThatStandsInItsPlaceByNow() {
        Letter ghost = rejected(1, 7, 8).letter();
        index.addLetters(List.of(rejected(1, 7, 8)));
        index.forget(ghost);
        assertThat(index.find(id(1))).isEmpty();

        LetterEntry young = new LetterEntry(decidedLater(ghost), "7");
        index.addLetters(List.of(young));
        index.forget(ghost);

        assertThat(index.find(id(1)))
                .map(Letter::decidedAt)
                .contains(young.letter().decidedAt());
    }

    private static Letter decidedLater(Letter each) {
        return new Letter(
                each.id(),
                each.kind(),
                each.reason(),
                each.message(),
                each.requestId(),
                each.locationId(),
                each.clientId(),
                each.eventId(),
                each.receivedAt(),
                each.decidedAt().plusSeconds(60),
                each.attempts(),
                each.replays(),
                each.partition(),
                each.offset(),
                each.resolution(),
                each.fate());
    }

    /** All schedules of a busy year are more than a disk holds; what is not kept must not be guessed. */
    @Test
    void shouldKeepSomeOfTheLastSchedulesAndSayWhenThatIsNotEnough() {
        try (LetterIndex small = LetterIndex.create(10, 500)) {
            // given a letter, its newer schedule, and then many of others
            small.addLetters(List.of(rejected(1, 7, 8)));
            small.addSchedules(List.of(scheduled(2, 7, 8)));
            small.addSchedules(
                    IntStream.range(3, 1_003).mapToObj(n -> scheduled(n, n, 1)).toList());

            // when letters come whose requests waited long for their retries
            small.addLetters(List.of(
                    letter(0, 2_000, "failed", "UPSTREAM_ERROR", 9, 1, 0),
                    letter(0, 2_001, "failed", "UPSTREAM_ERROR", 1_000, 1, 0)));

            // then it is known of those whose newer schedule was seen beside them, or not long ago
            assertThat(small.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10)
                            .candidates())
                    .extracting(Candidate::superseded)
                    .containsExactly(
                            Candidate.Superseded.YES, Candidate.Superseded.NOT_KNOWN, Candidate.Superseded.YES);
        }
    }

    @Test
    void shouldKeepSelectionsWithinBounds() {
        // given
        index.addLetters(IntStream.range(0, 5).mapToObj(n -> rejected(n, 7, n)).toList());
        index.addResolutions(List.of(discarded(1, "job")));

        // when
        Candidate.Page byFilter = index.candidates(Filter.OPEN, Map.of(0, 3L), Map.of(), Optional.empty(), 1);
        Candidate.Page next = index.candidates(Filter.OPEN, Map.of(0, 3L), Map.of(), byFilter.next(), 10);
        Candidate.Page byId = index.candidates(Selection.of(List.of(id(4), id(1), "nobody")), Optional.empty(), 10);

        // then
        assertThat(byFilter.candidates()).extracting(each -> each.letter().id()).containsExactly(id(0));
        assertThat(next.candidates()).extracting(each -> each.letter().id()).containsExactly(id(2));
        assertThat(byId.candidates()).extracting(each -> each.letter().id()).containsExactly(id(1), id(4));
    }

    @Test
    void shouldFindWordsByTheirStart() {
        // given
        index.addLetters(List.of(rejected(1, 146, 8), rejected(23, 7, 8)));

        // when, then
        assertThat(found("MEMB event")).containsExactly(id(23), id(1));
        assertThat(found("membership 146")).containsExactly(id(1));
        assertThat(found("request-23")).containsExactly(id(23));
        assertThat(found("ember")).isEmpty();
        assertThat(found("\"*' OR --")).isEmpty();
    }

    /** A connection that keeps its old state would let a job replay a letter again, and an open one be pruned. */
    @Test
    void shouldShowWhatCameLaterThoughQueriesFailedBefore() {
        // given more queries that fail than there are connections
        for (int i = 0; i < 8; i++) {
            assertThatIllegalArgumentException().isThrownBy(() -> index.page(notJson(), Optional.of("!"), 3));
        }

        // when
        index.addLetters(List.of(rejected(1, 7, 8)));

        // then
        for (int i = 0; i < 8; i++) {
            assertThat(index.page(Filter.OPEN, Optional.empty(), 3).letters()).hasSize(1);
        }
    }

    @Test
    void shouldMeanNothingByATextWithoutLetterOrDigit() {
        index.addLetters(List.of(rejected(1, 7, 8)));

        for (String text : List.of("—", "", " ", "\"*'", "\u0301", "…!?")) {
            assertThat(found(text)).as(text).isEmpty();
            assertThat(index.groups(text(text))).as(text).isEmpty();
            assertThat(index.tallies(text(text))).as(text).isEmpty();
            assertThat(index.candidates(Selection.of(text(text)), Optional.empty(), 10)
                            .candidates())
                    .as(text)
                    .isEmpty();
        }
    }

    private static Filter notJson() {
        return new Filter(
                Optional.of(Status.OPEN),
                Optional.of("malformed"),
                Optional.of("NOT_JSON"),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<String> found(String text) {
        return index.page(text(text), Optional.empty(), 10).letters().stream()
                .map(Letter::id)
                .toList();
    }

    private static Filter text(String text) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text));
    }
}
