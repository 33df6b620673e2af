package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers what lists and plans ask, on one connection. */
final class LetterQueries {

    private static final String OVERTAKEN = "letter.client IS NOT NULL AND letter.event IS NOT NULL AND (EXISTS"
            + " (SELECT 1 FROM letter AS newer WHERE newer.client = letter.client AND newer.event = letter.event"
            + " AND newer.key > letter.key)"
            + " OR EXISTS (SELECT 1 FROM decision WHERE decision.client = letter.client"
            + " AND decision.event = letter.event AND decision.at > letter.decided))";

    /** By {@code letter.state}. */
    private static final Status[] STATES = Status.values();

    private final Connection connection;
    private final boolean built;
    private final int lookedAt;

    /**
     * @param built whether the indexes are there
     * @param lookedAt see {@link KeySearch}
     */
    LetterQueries(Connection connection, boolean built, int lookedAt) {
        this.connection = connection;
        this.built = built;
        this.lookedAt = built ? lookedAt : Integer.MAX_VALUE;
    }

    Page page(Filter filter, Optional<String> cursor, int limit) throws SQLException {
        Conditions conditions = new Conditions(connection, filter, built);
        if (cursor.isPresent()) {
            conditions.add("key < " + Cursor.parse(cursor.get()));
        }
        List<Long> keys = new KeySearch(connection, lookedAt, true).find(conditions, words(filter), limit + 1);
        List<Letter> letters = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(LetterRows.SELECT + among(keys, limit) + " ORDER BY letter.key DESC")) {
            while (rows.next()) {
                letters.add(LetterRows.letter(rows));
            }
        }
        return new Page(letters, next(keys, limit));
    }

    private static List<String> words(Filter filter) {
        return filter.text().map(Words::of).orElse(List.of());
    }

    private static String among(List<Long> keys, int limit) {
        return keys.stream()
                .limit(limit)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " WHERE letter.key IN (", ")"));
    }

    private static Optional<String> next(List<Long> keys, int limit) {
        return keys.size() > limit ? Optional.of(Cursor.text(keys.get(limit - 1))) : Optional.empty();
    }

    /** Returns what to read for all letters that a filter means; empty if there are none for sure. */
    private Optional<String> all(Filter filter) throws SQLException {
        Conditions conditions = new Conditions(connection, filter, built);
        List<String> words = words(filter);
        if (conditions.isNothing()) {
            return Optional.empty();
        }
        if (words.isEmpty()) {
            return Optional.of("letter WHERE " + conditions.where(""));
        }
        KeySearch search = new KeySearch(connection, lookedAt, true);
        Optional<List<Long>> few = search.few(conditions, words);
        return Optional.of(
                few.isPresent() ? "letter" + among(few.get(), few.get().size()) : search.matching(conditions, words));
    }

    List<Group> groups(Filter filter) throws SQLException {
        List<Group> groups = new ArrayList<>();
        Optional<String> all = all(filter);
        if (all.isEmpty()) {
            return groups;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT cause.kind, cause.reason, n, oldest, newest FROM"
                        + " (SELECT cause AS number, count(*) AS n, min(key) AS oldest, max(key) AS newest FROM "
                        + all.get() + " GROUP BY cause) JOIN cause USING (number) ORDER BY n DESC, kind, reason")) {
            while (rows.next()) {
                groups.add(group(rows));
            }
        }
        return groups;
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(
                row.getString("kind"),
                row.getString("reason"),
                row.getLong("n"),
                TimeKey.instant(TimeKey.micros(row.getLong("oldest"))),
                TimeKey.instant(TimeKey.micros(row.getLong("newest"))));
    }

    List<Tally> tallies(Filter filter) throws SQLException {
        List<Tally> tallies = new ArrayList<>();
        Optional<String> all = all(filter);
        if (all.isEmpty()) {
            return tallies;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT alike.*, cause.kind, cause.reason FROM (SELECT letter.state, letter.replays, "
                                + OVERTAKEN
                                + " AS overtaken, letter.cause AS number, count(*) AS n, min(letter.key) AS oldest,"
                                + " max(letter.key) AS newest FROM " + all.get()
                                + " GROUP BY 1, 2, 3, 4) AS alike JOIN cause USING (number)")) {
            while (rows.next()) {
                String oldest = get(rows.getLong("oldest")).id();
                String newest = get(rows.getLong("newest")).id();
                tallies.add(new Tally(
                        STATES[rows.getInt("state")],
                        rows.getInt("replays"),
                        rows.getBoolean("overtaken"),
                        group(rows),
                        Stream.of(oldest, newest).distinct().toList()));
            }
        }
        return tallies;
    }

    Optional<Letter> find(String id) throws SQLException {
        OptionalLong key = key(id);
        return key.isEmpty() ? Optional.empty() : Optional.of(get(key.getAsLong()));
    }

    private Letter get(long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LetterRows.SELECT + " WHERE letter.key = ?")) {
            statement.setLong(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return LetterRows.letter(rows);
            }
        }
    }

    OptionalLong key(String id) throws SQLException {
        return byId(
                "SELECT key FROM letter JOIN source ON source.number = id_source"
                        + " WHERE source.name = ? AND id_partition = ? AND id_offset = ?",
                RecordId.parse(id));
    }

    /** Returns the keys of those letters that are there, for {@code IN}. */
    String keys(List<String> ids) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (String id : ids) {
            OptionalLong key = key(id);
            if (key.isPresent()) {
                keys.add(Long.toString(key.getAsLong()));
            }
        }
        return String.join(", ", keys);
    }

    private OptionalLong byId(String query, RecordId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, id.topic());
            statement.setInt(2, id.partition());
            statement.setLong(3, id.offset());
            return Sql.number(statement);
        }
    }

    /** Returns the letter whose replay a letter came from. */
    private OptionalLong before(String id) throws SQLException {
        return byId(
                "SELECT letter.key FROM source JOIN resolution ON resolution.next_source = source.number"
                        + " JOIN letter ON letter.id_source = resolution.id_source"
                        + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                        + " WHERE source.name = ? AND next_partition = ? AND next_offset = ?",
                RecordId.parse(id));
    }

    /** Follows replays both ways; stops where they run in a circle, which only other software could make. */
    List<Letter> history(String id) throws SQLException {
        Optional<Letter> found = find(id);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, Letter> rounds = new LinkedHashMap<>();
        Letter first = found.get();
        OptionalLong before = before(first.id());
        Set<String> seen = new HashSet<>(Set.of(first.id()));
        while (before.isPresent()) {
            Letter earlier = get(before.getAsLong());
            if (!seen.add(earlier.id())) {
                break;
            }
            first = earlier;
            before = before(first.id());
        }
        Optional<Letter> each = Optional.of(first);
        while (each.isPresent() && rounds.putIfAbsent(each.get().id(), each.get()) == null) {
            Optional<String> next = each.get().resolution().flatMap(resolution -> resolution.replayedAs());
            each = next.isPresent() ? find(next.get()) : Optional.empty();
        }
        return List.copyOf(rounds.values());
    }

    /** Returns a part of a filter's letters, oldest first; {@code more} are further conditions. */
    Candidates candidates(Filter filter, List<String> more, Optional<String> cursor, int limit) throws SQLException {
        Conditions conditions = new Conditions(connection, filter, built);
        more.forEach(conditions::add);
        if (cursor.isPresent()) {
            conditions.add("key > " + Cursor.parse(cursor.get()));
        }
        List<Long> keys = new KeySearch(connection, lookedAt, false).find(conditions, words(filter), limit + 1);
        List<Candidate> candidates = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        LetterRows.SELECT.replace("letter.*,", "letter.*, " + OVERTAKEN + " AS overtaken,")
                                + among(keys, limit) + " ORDER BY letter.key")) {
            while (rows.next()) {
                candidates.add(new Candidate(LetterRows.letter(rows), rows.getBoolean("overtaken")));
            }
        }
        return new Candidates(candidates, next(keys, limit));
    }

    /** Returns what a job did, newest first. */
    Page ofJob(String job, Optional<String> cursor, int limit) throws SQLException {
        long before = cursor.isPresent() ? Cursor.parse(cursor.get()) : Long.MAX_VALUE;
        List<Letter> letters = new ArrayList<>();
        long last = 0;
        try (PreparedStatement statement = connection.prepareStatement(LetterRows.SELECT
                        .replace("letter.*,", "letter.*, resolution.number AS place,")
                        .replace("LEFT JOIN resolution ON", "JOIN resolution ON")
                + " WHERE resolution.job = ? AND resolution.number < ? ORDER BY resolution.number DESC LIMIT "
                + (limit + 1))) {
            statement.setString(1, job);
            statement.setLong(2, before);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (letters.size() == limit) {
                        return new Page(letters, Optional.of(Cursor.text(last)));
                    }
                    letters.add(LetterRows.letter(rows));
                    last = rows.getLong("place");
                }
            }
        }
        return new Page(letters, Optional.empty());
    }
}
