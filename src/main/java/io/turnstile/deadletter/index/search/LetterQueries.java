package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.index.entry.RequestPosition;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.letter.Tokenizer;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Queries of lists and plans, on one connection. */
public final class LetterQueries {

    /** {@link Candidate.Superseded} as a number: by a schedule, by a letter, or not known. */
    private static final String SUPERSEDED = "CASE WHEN letter.superseded IN (" + Schema.SUPERSEDED + ", "
            + Schema.SUPERSEDED_RECORDED + ") OR (letter.client IS NOT NULL AND letter.event IS NOT NULL AND EXISTS"
            + " (SELECT 1 FROM newest WHERE newest.client = letter.client AND newest.event = letter.event AND "
            + RequestOrder.isNewer("newest") + ")) THEN 1 WHEN letter.superseded = " + Schema.SUPERSEDED_NOT_KNOWN
            + " THEN 2 ELSE 0 END";

    private static final String CANDIDATES = LetterRows.SELECT
            .replace(
                    "letter.*,",
                    "letter.*, " + SUPERSEDED + " AS newer, asked.name AS ask_topic, " + RequestOrder.PARTITION
                            + " AS ask_partition, " + RequestOrder.OFFSET + " AS ask_offset, " + RequestOrder.ASKED
                            + " AS asked,")
            .replace(
                    " LEFT JOIN resolution",
                    " JOIN source AS asked ON asked.number = " + RequestOrder.SOURCE + " LEFT JOIN resolution");

    private static final Candidate.Superseded[] BY_NUMBER = Candidate.Superseded.values();

    /** By {@code letter.state}. */
    private static final Status[] STATES = Status.values();

    private final Connection connection;
    private final boolean built;
    private final int lookedAt;

    /**
     * @param built whether the indexes are there
     * @param lookedAt see {@link KeySearch}
     */
    public LetterQueries(Connection connection, boolean built, int lookedAt) {
        this.connection = connection;
        this.built = built;
        this.lookedAt = built ? lookedAt : Integer.MAX_VALUE;
    }

    /** Returns the look-up of letters by id. */
    public LetterLookup lookup() {
        return new LetterLookup(connection);
    }

    public Page page(Filter filter, Optional<String> cursor, int limit) throws SQLException {
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
        return filter.text().map(Tokenizer::of).orElse(List.of());
    }

    private static String among(Collection<Long> keys, int limit) {
        return keys.stream()
                .limit(limit)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " WHERE letter.key IN (", ")"));
    }

    private static Optional<String> next(List<Long> keys, int limit) {
        return keys.size() > limit ? Optional.of(Cursor.text(keys.get(limit - 1))) : Optional.empty();
    }

    private Optional<String> all(Filter filter) throws SQLException {
        return all(filter, Map.of());
    }

    /**
     * Returns what to read for all letters that a filter means, in SQL behind FROM; empty if there are none for sure.
     *
     * @param ends see {@link #candidates}
     */
    public Optional<String> all(Filter filter, Map<Integer, Long> ends) throws SQLException {
        Conditions conditions = conditions(filter, ends);
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

    public List<Group> groups(Filter filter) throws SQLException {
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

    public List<LetterGroup> tallies(Filter filter) throws SQLException {
        List<LetterGroup> tallies = new ArrayList<>();
        LetterLookup lookup = lookup();
        Optional<String> all = all(filter);
        if (all.isEmpty()) {
            return tallies;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT alike.*, cause.kind, cause.reason FROM (SELECT letter.state, letter.replays, "
                                + SUPERSEDED
                                + " AS newer, letter.cause AS number, count(*) AS n, min(letter.key) AS oldest,"
                                + " max(letter.key) AS newest FROM " + all.get()
                                + " GROUP BY 1, 2, 3, 4) AS alike JOIN cause USING (number)")) {
            while (rows.next()) {
                String oldest = lookup.get(rows.getLong("oldest")).id();
                String newest = lookup.get(rows.getLong("newest")).id();
                tallies.add(new LetterGroup(
                        STATES[rows.getInt("state")],
                        rows.getInt("replays"),
                        BY_NUMBER[rows.getInt("newer")],
                        group(rows),
                        Stream.of(oldest, newest).distinct().toList()));
            }
        }
        return tallies;
    }

    private Conditions conditions(Filter filter, Map<Integer, Long> ends) throws SQLException {
        Conditions conditions = new Conditions(connection, filter, built);
        if (!ends.isEmpty()) {
            conditions.add(LetterBounds.within(ends).substring(" AND ".length()));
        }
        return conditions;
    }

    /** Returns a part of a filter's letters within ends, oldest first. */
    public Candidate.Page candidates(Filter filter, Map<Integer, Long> ends, Optional<String> cursor, int limit)
            throws SQLException {
        Conditions conditions = conditions(filter, ends);
        if (cursor.isPresent()) {
            conditions.add("key > " + Cursor.parse(cursor.get()));
        }
        List<Long> keys = new KeySearch(connection, lookedAt, false).find(conditions, words(filter), limit + 1);
        return new Candidate.Page(candidates(keys.subList(0, Math.min(limit, keys.size()))), next(keys, limit));
    }

    /** Returns those letters of these keys that are there, oldest first. */
    public List<Candidate> candidates(Collection<Long> keys) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(CANDIDATES + among(keys, keys.size()) + " ORDER BY letter.key")) {
            while (rows.next()) {
                RecordId ask = new RecordId(
                        rows.getString("ask_topic"), rows.getInt("ask_partition"), rows.getLong("ask_offset"));
                candidates.add(new Candidate(
                        LetterRows.letter(rows),
                        BY_NUMBER[rows.getInt("newer")],
                        new RequestPosition(ask.text(), TimeKey.instant(rows.getLong("asked")))));
            }
        }
        return candidates;
    }

    /** Returns what a job did, newest first. */
    public Page ofJob(String job, Optional<String> cursor, int limit) throws SQLException {
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
