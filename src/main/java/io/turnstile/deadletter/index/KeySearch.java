package io.turnstile.deadletter.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
                ResultSet rows = statement.executeQuery("SELECT key, coalesce(letter.plain, letter.message || ' '"
                        + " || coalesce(letter.request_id, '') || ' ' || letter.record_key) FROM ("
                        + select(conditions, most) + ") CROSS JOIN letter USING (key)" + order())) {
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
        List<String> match = new ArrayList<>();
        for (String each : words) {
            match.add(match(each));
        }
        String others = conditions.match();
        if (!others.isEmpty()) {
            match.add(others);
        }
        String order = newestFirst ? " ORDER BY word.rowid DESC" : " ORDER BY word.rowid";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT letter.key FROM words.word CROSS JOIN letter ON letter.key = word.rowid WHERE word MATCH ? AND "
                        + conditions.where("+").replace("key ", "word.rowid ") + order + " LIMIT " + limit)) {
            statement.setString(1, String.join(" AND ", match));
            List<Long> keys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getLong(1));
                }
            }
            return keys;
        }
    }

    /** Names the words that begin so, if they are few: that is much quicker than the start of a common word. */
    private String match(String start) throws SQLException {
        List<String> words = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT term FROM temp.term WHERE term >= ? AND term < ? LIMIT " + (MOST_WORDS + 1))) {
            statement.setString(1, start);
            statement.setString(2, start + Character.toString(Character.MAX_CODE_POINT));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    words.add("\"" + rows.getString(1) + "\"");
                }
            }
        }
        return words.isEmpty() || words.size() > MOST_WORDS
                ? "\"" + start + "\" *"
                : words.stream().collect(Collectors.joining(" OR ", "(", ")"));
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
