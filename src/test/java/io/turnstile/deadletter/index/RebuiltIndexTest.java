package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the topics hold is the truth, whoever reads them and when. If this fails, a letter is open for one operator and
 * resolved for another, or changes its state with a restart.
 *
 * <p>Random resolutions: of three ids, two of which two letters have, in the places of these letters or in others, without a
 * place, older than the letter, copies of earlier ones, reopenings.
 */
class RebuiltIndexTest {

    private static final int SEEDS = 60;
    private static final int JOBS = 4;

    private static final Filter EVERYTHING = new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Letters by place: each id is a letter's own, and two ids stand twice. */
    private static final List<LetterEntry> LETTERS =
            List.of(letter(1, 1), letter(2, 2), letter(3, 3), letter(1, 4), letter(2, 5));

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldShowTheSameWhenReadAtOnceAsWhenFollowed(int seed) {
        List<ResolutionEntry> resolutions = resolutions(new Random(seed));
        try (LetterIndex followed = LetterIndex.create();
                LetterIndex rebuilt = LetterIndex.create()) {
            followed.addLetters(LETTERS);
            resolutions.forEach(each -> followed.addResolutions(List.of(each)));
            rebuilt.beginBulk();
            rebuilt.addResolutions(resolutions);
            rebuilt.addLetters(LETTERS);
            rebuilt.endBulk();

            assertThat(state(rebuilt)).as("%s", texts(resolutions)).isEqualTo(state(followed));
        }
    }

    /** The topics are read side by side: a letter may come after what was done about it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldShowTheSameWhenLettersComeBetweenTheirResolutions(int seed) {
        Random random = new Random(seed);
        List<ResolutionEntry> resolutions = resolutions(random);
        try (LetterIndex followed = LetterIndex.create();
                LetterIndex late = LetterIndex.create()) {
            followed.addLetters(LETTERS);
            followed.addResolutions(resolutions);
            List<LetterEntry> left = new ArrayList<>(LETTERS);
            for (ResolutionEntry each : resolutions) {
                if (random.nextInt(4) == 0 && !left.isEmpty()) {
                    late.addLetters(List.of(left.remove(random.nextInt(left.size()))));
                }
                late.addResolutions(List.of(each));
            }
            late.addLetters(left);

            assertThat(state(late)).as("%s", texts(resolutions)).isEqualTo(state(followed));
        }
    }

    /** A topic that lost records is read again from its beginning, into the index that there is. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldShowTheSameWhenATopicIsReadTwice(int seed) {
        Random random = new Random(seed);
        List<ResolutionEntry> resolutions = resolutions(random);
        int until = random.nextInt(resolutions.size() + 1);
        try (LetterIndex once = LetterIndex.create();
                LetterIndex twice = LetterIndex.create()) {
            once.addLetters(LETTERS);
            once.addResolutions(resolutions);
            twice.addLetters(LETTERS);
            twice.addResolutions(resolutions.subList(0, until));
            if (random.nextBoolean()) {
                twice.upkeep().forgetLetters("dead-letters");
                twice.addResolutions(resolutions);
                twice.addLetters(LETTERS);
            } else {
                twice.addResolutions(resolutions);
            }

            assertThat(state(twice))
                    .as("%s up to %d", texts(resolutions), until)
                    .isEqualTo(state(once));
        }
    }

    private static List<ResolutionEntry> resolutions(Random random) {
        List<ResolutionEntry> resolutions = new ArrayList<>();
        int count = 1 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
            resolutions.add(
                    !resolutions.isEmpty() && random.nextInt(5) == 0
                            ? resolutions.get(random.nextInt(resolutions.size()))
                            : resolution(i, random));
        }
        return resolutions;
    }

    private static ResolutionEntry resolution(int i, Random random) {
        int n = 1 + random.nextInt(3);
        Optional<Place> place =
                switch (random.nextInt(5)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(new Place(0, n + 3));
                    case 2 -> Optional.of(new Place(random.nextInt(2), 1 + random.nextInt(9)));
                    default -> Optional.of(new Place(0, n));
                };
        Action action = random.nextInt(3) == 0 ? Action.REOPEN : Action.OF_JOBS.get(random.nextInt(2));
        boolean replay = action == Action.REPLAY;
        // Some are older than the letter, and some were written within one moment.
        int at = random.nextInt(4) == 0 ? random.nextInt(6) : 10 + i / 2;
        return new ResolutionEntry(
                id(n),
                place,
                Optional.empty(),
                new Resolution(
                        action,
                        "ann",
                        NOON.plusSeconds(at),
                        "",
                        action == Action.REOPEN ? "" : "job-" + random.nextInt(JOBS),
                        false,
                        replay ? Optional.of(id(100 + i)) : Optional.empty()));
    }

    private static LetterEntry letter(int n, int offset) {
        return ExampleLetters.letter(n, offset, "rejected", "NO_MEMBERSHIP", offset, 8, 0);
    }

    private record State(List<String> letters, Map<String, JobCount> counts, Map<String, List<Place>> ofJobs) {}

    private static State state(LetterIndex index) {
        Map<String, JobCount> counts = new TreeMap<>();
        Map<String, List<Place>> ofJobs = new TreeMap<>();
        for (int i = 0; i < JOBS; i++) {
            String job = "job-" + i;
            counts.put(job, index.jobCount(job));
            ofJobs.put(
                    job,
                    index.lettersOf(job, Optional.empty(), 100).letters().stream()
                            .map(Letter::place)
                            .sorted(Comparator.comparing(Place::offset))
                            .toList());
        }
        List<String> letters = index.page(EVERYTHING, Optional.empty(), 100).letters().stream()
                .map(each -> each.offset() + " " + each.resolution().map(RebuiltIndexTest::text) + " " + each.fate())
                .toList();
        return new State(letters, counts, ofJobs);
    }

    private static String text(Resolution resolution) {
        return resolution.action() + " by " + resolution.jobId() + " at " + resolution.at() + " as "
                + resolution.replayedAs();
    }

    private static List<String> texts(List<ResolutionEntry> resolutions) {
        return resolutions.stream()
                .map(each -> each.letterId() + " in " + each.place() + ": " + text(each.resolution()))
                .toList();
    }
}
