package io.turnstile.deadletter.index.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Search for the keys of letters that fit a filter, newest or oldest first.
 *
 * <p>Text is found in one of two ways. First the letters that fit otherwise are looked at one by one, some of them:
 * a common word is soon found so, and few letters are soon looked through. Only then the index of words is asked, which is slow
 * for the start of a word that very many letters have.
 */
final class KeySearch {

    /** Up to so many words that begin alike are searched for as themselves. */
    private static final int MOST_WORDS = 64;

    /** More words that begin alike, or more letters with them, take too long to put together. */
    private static final int MOST_TERMS = 2_000;

    private static final int MOST_LETTERS = 100_000;

    private static final String TEXT = "' ' || lower(coalesce(letter.plain, letter.message || ' '"
            + " || coalesce(letter.request_id, '') || ' ' || letter.record_key))";

    /** Further words are looked for in what these find. */
    private static final int MOST_MATCHED = 3;

    /** A word that so many letters have is common. */
    private static final int COMMON = 20_000;

    private final Connection connection;
    private final int lookedAt;
    private final boolean newestFirst;

    /** @param lookedAt how many letters are looked at one by one, at least */
    KeySearch(Connection connection, int lookedAt, boolean newestFirst) {
        this.connection = connection;
        this.lookedAt = lookedAt;
        this.newestFirst = newestFirst;
    }

    /** @param words starts of words that the letters have; empty if any will do */
    List<Long> find(Conditions conditions, List<String> words, int limit) throws SQLException {
        if (conditions.isNothing()) {
            return List.of();
        }
        if (words.isEmpty()) {
            return keys(select(conditions, limit));
        }
        Optional<List<Long>> found = look(conditions, words, limit, Math.max(lookedAt, limit * 4));
        return found.isPresent()
                ? found.get()
                : keys("SELECT letter.key FROM " + matching(conditions, words) + order().replace("key", "word.rowid")
                        + " LIMIT " + limit);
    }

    /** Returns what fits, if so few letters fit but for their text that all could be looked at. */
    Optional<List<Long>> few(Conditions conditions, List<String> words) throws SQLException {
        return look(conditions, words, Integer.MAX_VALUE, lookedAt);
    }

    /** Looks at letters one by one; empty if after so many there may be more. */
    private Optional<List<Long>> look(Conditions conditions, List<String> words, int limit, int most)
            throws SQLException {
        List<Long> found = new ArrayList<>();
        int seen = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, " + has(words) + " FROM ("
                        + select(conditions, most) + ") CROSS JOIN letter USING (key)" + order())) {
            while (found.size() < limit && rows.next()) {
                seen++;
                if (rows.getBoolean(2)) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found.size() == limit || seen < most ? Optional.of(found) : Optional.empty();
    }

    /** Looks for starts of words in a letter itself; words are letters and digits, so they can be written into SQL. */
    private static String has(List<String> words) {
        return words.stream()
                .map(word -> TEXT + " GLOB '*[^a-z0-9\u0080-\uDBFF\uDFFF]" + word + "*'")
                .collect(Collectors.joining(" AND "));
    }

    private String select(Conditions conditions, int limit) {
        List<String> parts = conditions.parts();
        String end = order() + " LIMIT " + limit;
        if (parts.size() == 1) {
            return "SELECT key FROM " + parts.get(0) + end;
        }
        return parts.stream()
                        .map(each -> "SELECT key FROM (SELECT key FROM " + each + end + ")")
                        .collect(Collectors.joining(" UNION ALL "))
                + end;
    }

    /** Returns what is read, by the index of words, to find all that fits. */
    String matching(Conditions conditions, List<String> words) throws SQLException {
        List<Beginning> narrow = narrow(words);
        List<String> others = new ArrayList<>(words);
        narrow.forEach(each -> others.remove(each.word()));
        List<String> match = new ArrayList<>();
        if (narrow.isEmpty()) {
            words.forEach(each -> match.add(start(each)));
            others.clear();
        }
        narrow.forEach(each -> match.add(each.match()));
        if (!conditions.match().isEmpty()) {
            match.add(conditions.match());
        }
        return "words.word CROSS JOIN letter ON letter.key = word.rowid WHERE word MATCH '"
                + String.join(" AND ", match)
                + "' AND " + conditions.where("+").replace("key ", "word.rowid ")
                + (others.isEmpty() ? "" : " AND " + has(others));
    }

    /**
     * Is what the index of words knows of the start of a word.
     *
     * @param match what to search for: the words that begin so, if they are few, for their start alone is slow
     * @param isNarrow false if very many begin so: they are better looked for in letters that were found otherwise
     */
    private record Beginning(String word, String match, long letters, boolean isNarrow) {}

    /** Returns the words to search for: rare ones if there are any, for to count the letters of common ones takes long. */
    private List<Beginning> narrow(List<String> words) throws SQLException {
        List<Beginning> narrow = new ArrayList<>();
        List<String> common = new ArrayList<>();
        for (String each : words) {
            if (isCommon(each)) {
                common.add(each);
            } else {
                narrow.add(beginning(each));
            }
        }
        common.sort(Comparator.comparing(String::length).reversed());
        if (narrow.stream().noneMatch(each -> each.isNarrow() && each.letters() < COMMON)) {
            for (String each : common.subList(0, Math.min(MOST_MATCHED, common.size()))) {
                narrow.add(beginning(each));
            }
        }
        return narrow.stream()
                .filter(Beginning::isNarrow)
                .sorted(Comparator.comparing(Beginning::letters))
                .limit(MOST_MATCHED)
                .toList();
    }

    private boolean isCommon(String word) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM (SELECT 1 FROM words.word WHERE word MATCH '\""
                                + word + "\"' LIMIT " + COMMON + ")")) {
            return rows.next() && rows.getInt(1) == COMMON;
        }
    }

    private Beginning beginning(String start) throws SQLException {
        List<String> words = new ArrayList<>();
        int terms = 0;
        long letters = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT term, doc FROM temp.term WHERE term >= ? AND term < ? LIMIT " + (MOST_TERMS + 1))) {
            statement.setString(1, start);
            statement.setString(2, start + Character.toString(Character.MAX_CODE_POINT));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    terms++;
                    letters += rows.getLong(2);
                    if (terms <= MOST_WORDS) {
                        words.add("\"" + rows.getString(1) + "\"");
                    }
                }
            }
        }
        boolean named = terms > 0 && terms <= MOST_WORDS;
        return new Beginning(
                start,
                named ? words.stream().collect(Collectors.joining(" OR ", "(", ")")) : start(start),
                letters,
                named || (terms <= MOST_TERMS && letters <= MOST_LETTERS));
    }

    private static String start(String word) {
        return "\"" + word + "\" *";
    }

    private List<Long> keys(String select) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        }
        return keys;
    }

    private String order() {
        return newestFirst ? " ORDER BY key DESC" : " ORDER BY key";
    }
}
