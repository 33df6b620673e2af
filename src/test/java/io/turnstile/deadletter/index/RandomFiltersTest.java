package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.letter.Tokenizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * If this fails, a filter shows letters that it does not mean, or leaves some out: then the wrong ones are replayed. What the
 * index answers is compared with a look at every letter.
 */
class RandomFiltersTest {

    private static final int LETTERS = 2_600;
    private static final int FILTERS = 60;
    private static final String[][] CAUSES = {
        {"rejected", "NO_MEMBERSHIP"},
        {"rejected", "REFUSED"},
        {"malformed", "NOT_JSON"},
        {"failed", "UPSTREAM_ERROR"},
        {"unknown", "UNKNOWN"}
    };
    private static final List<String> TEXTS = List.of(
            "membership", "MEMB", "r", "r1", "r25", "r251", "visits left", "é", "cafe", "nobody", "7", "-", "r1 memb");

    private final Random random = new Random(11);
    private final List<LetterEntry> letters = new ArrayList<>();
    private final List<ResolutionEntry> resolutions = new ArrayList<>();
    private final Map<String, Status> statuses = new HashMap<>();

    @ParameterizedTest(name = "in bulk {0}")
    @ValueSource(booleans = {true, false})
    void shouldAnswerAsALookAtEveryLetterWould(boolean bulk) {
        // given letters in the order of their partitions, some resolved before they are known
        for (int n = 0; n < LETTERS; n++) {
            letters.add(letter(n));
        }
        try (LetterIndex index = LetterIndex.create(1, 100)) {
            fill(index, bulk);
            List<Letter> all = letters.stream()
                    .map(LetterEntry::letter)
                    .sorted(Comparator.comparing(Letter::decidedAt).reversed())
                    .toList();
            for (int i = 0; i < FILTERS; i++) {
                // when
                Filter filter = filter();
                List<Letter> wanted =
                        all.stream().filter(each -> meant(filter, each)).toList();

                // then
                assertThat(pages(index, filter, 1 + random.nextInt(40)))
                        .as("%s", filter)
                        .isEqualTo(ids(wanted));
                List<Candidate> candidates = oldestFirst(index, filter);
                assertThat(candidates.stream().map(each -> each.letter().id()))
                        .as("%s", filter)
                        .containsExactlyElementsOf(reversed(ids(wanted)));
                assertThat(index.tallies(filter))
                        .as("%s", filter)
                        .containsExactlyInAnyOrderElementsOf(tallied(candidates));
                assertThat(counts(index.groups(filter))).as("%s", filter).isEqualTo(counts(wanted));
            }
        }
    }

    private void fill(LetterIndex index, boolean bulk) {
        List<LetterEntry> byPartition = letters.stream()
                .sorted(Comparator.comparing(each -> each.letter().partition()))
                .toList();
        if (bulk) {
            index.beginBulk();
        }
        index.addResolutions(resolutions.subList(0, resolutions.size() / 2));
        index.addLetters(byPartition);
        index.addLetters(byPartition.subList(0, 50));
        index.addResolutions(resolutions.subList(resolutions.size() / 2, resolutions.size()));
        if (bulk) {
            index.endBulk();
        }
    }

    /** Decides letters a few milliseconds apart, so that no two are of the same moment. */
    private LetterEntry letter(int n) {
        String[] cause = CAUSES[Math.min(random.nextInt(5), random.nextInt(5))];
        String id = "booking.requests-0-" + n;
        if (random.nextInt(3) == 0) {
            boolean replay = random.nextInt(4) > 0;
            statuses.put(id, replay ? Status.REPLAYED : Status.DISCARDED);
            resolutions.add(new ResolutionEntry(
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    new Resolution(
                            replay ? Action.REPLAY : Action.DISCARD,
                            "ann",
                            NOON.plusSeconds(3_600),
                            "",
                            "job",
                            false,
                            Optional.empty())));
        }
        return new LetterEntry(
                new Letter(
                        id,
                        cause[0],
                        cause[1],
                        cause[1].equals("NO_MEMBERSHIP")
                                ? "No membership with visits left."
                                : "Café " + n % 7 + " is away.",
                        Optional.of("r" + n),
                        random.nextInt(9) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4)),
                        OptionalLong.of(random.nextInt(200)),
                        OptionalLong.of(random.nextInt(10)),
                        NOON,
                        NOON.plusMillis(n * 7L),
                        1,
                        0,
                        random.nextInt(3),
                        n,
                        Optional.empty(),
                        Optional.empty()),
                "key");
    }

    private Filter filter() {
        String[] cause = CAUSES[random.nextInt(5)];
        return new Filter(
                maybe(Status.values()[random.nextInt(3)]),
                maybe(cause[0]),
                random.nextInt(3) == 0 ? maybe("NOBODYS") : maybe(cause[1]),
                maybe(random.nextInt(4)),
                random.nextInt(3) == 0 ? maybe(random.nextInt(200)) : OptionalLong.empty(),
                maybe(random.nextInt(10)),
                maybe(moment()),
                maybe(moment()),
                random.nextBoolean() ? Optional.of(TEXTS.get(random.nextInt(TEXTS.size()))) : Optional.empty());
    }

    private Instant moment() {
        return NOON.plusMillis(random.nextInt(LETTERS * 7));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextInt(4) == 0 ? Optional.of(value) : Optional.empty();
    }

    private OptionalLong maybe(int value) {
        return random.nextInt(4) == 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private boolean meant(Filter filter, Letter letter) {
        return filter.status()
                        .map(status -> statuses.getOrDefault(letter.id(), Status.OPEN) == status)
                        .orElse(true)
                && filter.kind().map(letter.kind()::equals).orElse(true)
                && filter.reason().map(letter.reason()::equals).orElse(true)
                && (filter.locationId().isEmpty() || filter.locationId().equals(letter.locationId()))
                && (filter.clientId().isEmpty() || filter.clientId().equals(letter.clientId()))
                && (filter.eventId().isEmpty() || filter.eventId().equals(letter.eventId()))
                && filter.since()
                        .map(since -> !letter.decidedAt().isBefore(since))
                        .orElse(true)
                && filter.until()
                        .map(until -> letter.decidedAt().isBefore(until))
                        .orElse(true)
                && filter.text().map(text -> hasWords(letter, text)).orElse(true);
    }

    private static boolean hasWords(Letter letter, String text) {
        List<String> words =
                Tokenizer.of(letter.message() + " " + letter.requestId().orElse("") + " key");
        return !Tokenizer.of(text).isEmpty()
                && Tokenizer.of(text).stream()
                        .allMatch(start -> words.stream().anyMatch(word -> word.startsWith(start)));
    }

    private static List<String> pages(LetterIndex index, Filter filter, int limit) {
        List<String> ids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page page = index.page(filter, cursor, limit);
            ids.addAll(ids(page.letters()));
            cursor = page.next();
        } while (cursor.isPresent());
        return ids;
    }

    private static List<Candidate> oldestFirst(LetterIndex index, Filter filter) {
        List<Candidate> candidates = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Candidate.Page part = index.candidates(Selection.of(filter), cursor, 1_000);
            candidates.addAll(part.candidates());
            cursor = part.next();
        } while (cursor.isPresent());
        return candidates;
    }

    /** Counts those that are alike, each with the first and the last of them. */
    private static List<LetterGroup> tallied(List<Candidate> oldestFirst) {
        Map<List<Object>, List<Candidate>> alike = oldestFirst.stream()
                .collect(Collectors.groupingBy(each -> List.of(
                        each.letter().status(),
                        each.letter().replays(),
                        each.superseded(),
                        each.letter().reason())));
        return alike.values().stream()
                .map(each -> {
                    LetterGroup first = LetterGroup.of(each.get(0));
                    LetterGroup last = LetterGroup.of(each.get(each.size() - 1));
                    Group one = first.group();
                    return new LetterGroup(
                            first.status(),
                            first.replays(),
                            first.superseded(),
                            new Group(
                                    one.kind(),
                                    one.reason(),
                                    each.size(),
                                    one.oldest(),
                                    last.group().newest()),
                            Stream.concat(first.some().stream(), last.some().stream())
                                    .distinct()
                                    .toList());
                })
                .toList();
    }

    private static List<String> ids(List<Letter> letters) {
        return letters.stream().map(Letter::id).toList();
    }

    private static List<String> reversed(List<String> ids) {
        List<String> reversed = new ArrayList<>(ids);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Map<String, Long> counts(Iterable<Group> groups) {
        Map<String, Long> counts = new TreeMap<>();
        groups.forEach(each -> counts.put(each.kind() + " " + each.reason(), each.count()));
        return counts;
    }

    private static Map<String, Long> counts(List<Letter> letters) {
        return letters.stream()
                .collect(Collectors.groupingBy(
                        each -> each.kind() + " " + each.reason(), TreeMap::new, Collectors.counting()));
    }
}
