package io.turnstile.deadletter.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the keys of letters that fit a filter, newest or oldest first.
 *
 * <p>Text is found in one of two ways. First the letters that fit otherwise are looked at one by one, some thousands of them:
 * a common word is soon found so, and few letters are soon looked through. Only then the index of words is asked, which is slow
 * for the start of a word that very many letters have.
 */
final class KeySearch {

    private static final int LOOKED_AT = 4_000;

    /** Up to so many words that begin alike are searched for as themselves. */
    private static final int MOST_WORDS = 64;

    /** More words that begin alike, or more letters with them, take too long to put together. */
    private static final int MOST_TERMS = 2_000;

    private static final int MOST_LETTERS = 100_000;

    private static final String TEXT = "coalesce(letter.plain, letter.message || ' ' || coalesce(letter.request_id, '')"
            + " || ' ' || letter.record_key)";

    private final Connection connection;
    private final boolean built;
    private final boolean newestFirst;

    KeySearch(Connection connection, boolean built, boolean newestFirst) {
        this.connection = connection;
        this.built = built;
        this.newestFirst = newestFirst;
    }

    /** @param words starts of words that the letters have; empty if any will do */
    List<Long> find(Conditions conditions, List<String> words, int limit) throws SQLException {
        if (conditions.isNothing()) {
            return List.of();
        }
        if (words.isEmpty()) {
            return keys(select(conditions, limit), limit);
        }
        int most = built ? Math.max(LOOKED_AT, limit * 4) : Integer.MAX_VALUE;
        List<Long> found = new ArrayList<>();
        int seen = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, " + TEXT + " FROM (" + select(conditions, most)
                        + ") CROSS JOIN letter USING (key)" + order())) {
            while (found.size() < limit && rows.next()) {
                seen++;
                if (Words.match(rows.getString(2), words)) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found.size() == limit || seen < most ? found : byWords(conditions, words, limit);
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

    private List<Long> byWords(Conditions conditions, List<String> words, int limit) throws SQLException {
        String order = newestFirst ? " ORDER BY word.rowid DESC" : " ORDER BY word.rowid";
        List<Long> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT letter.key, " + TEXT
                + " FROM words.word CROSS JOIN letter ON letter.key = word.rowid WHERE word MATCH ? AND "
                + conditions.where("+").replace("key ", "word.rowid ") + order)) {
            statement.setString(1, match(words, conditions.match()));
            try (ResultSet rows = statement.executeQuery()) {
                while (keys.size() < limit && rows.next()) {
                    if (Words.match(rows.getString(2), words)) {
                        keys.add(rows.getLong(1));
                    }
                }
            }
        }
        return keys;
    }

    /** Leaves out words with which very many begin, unless there are no others: those are looked for in what is found. */
    private String match(List<String> starts, String others) throws SQLException {
        List<String> match = new ArrayList<>();
        for (String start : starts) {
            Optional<String> narrow = narrow(start);
            narrow.ifPresent(match::add);
        }
        if (match.isEmpty()) {
            starts.forEach(start -> match.add(beginning(start)));
        }
        if (!others.isEmpty()) {
            match.add(others);
        }
        return String.join(" AND ", match);
    }

    /** Names the words that begin so, if they are few, for their start alone is slow; empty if they are very many. */
    private Optional<String> narrow(String start) throws SQLException {
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
        if (terms > MOST_TERMS || (terms > MOST_WORDS && letters > MOST_LETTERS)) {
            return Optional.empty();
        }
        return Optional.of(
                terms == 0 || terms > MOST_WORDS
                        ? beginning(start)
                        : words.stream().collect(Collectors.joining(" OR ", "(", ")")));
    }

    private static String beginning(String start) {
        return "\"" + start + "\" *";
    }

    private List<Long> keys(String select, int limit) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next() && keys.size() < limit) {
                keys.add(rows.getLong(1));
            }
        }
        return keys;
    }

    private String order() {
        return newestFirst ? " ORDER BY key DESC" : " ORDER BY key";
    }
}
