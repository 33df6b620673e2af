package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers questions about all dead letters, from a database in a temporary file that goes when this is closed. Thread-safe.
 *
 * <p>Letters, resolutions and schedules are taken in in any order of topics, each topic in its order; what was taken in before
 * changes nothing. One rule only: a schedule comes after the resolution of the replay that it is from, for schedules do not
 * tell that they are from one.
 */
public final class LetterIndex implements AutoCloseable {

    private static final int MOST = 10_000;

    private static final String OLDEST_OPEN = "SELECT (SELECT min(letter.key) FROM letter WHERE letter.state = 0"
            + " AND letter.cause = cause.number) AS key FROM cause";

    private static final int LOOKED_AT = 2_000;

    private final Database database;
    private final int lookedAt;
    private final IndexWriter writer;
    private final Changes changes = new Changes();

    private LetterIndex(Database database, int lookedAt) {
        this.database = database;
        this.lookedAt = lookedAt;
        try {
            this.writer = new IndexWriter(database);
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }

    /** Makes an empty index. */
    public static LetterIndex create() {
        return create(LOOKED_AT);
    }

    /** @param lookedAt how many letters are looked at one by one before the index of words is asked */
    static LetterIndex create(int lookedAt) {
        return new LetterIndex(Database.create(), lookedAt);
    }

    /**
     * Begins to take in what there is already, which is much: until {@link #endBulk()} searches are slow, letters are shown as
     * open, and two letters of one id as two.
     */
    void beginBulk() {
        writer.beginBulk();
    }

    void endBulk() {
        writer.endBulk();
        changes.tell(1);
    }

    /** Takes letters in. A second letter of the same id is left out. */
    public void addLetters(List<LetterEntry> batch) {
        changes.tell(writer.letters(batch));
    }

    /** Takes resolutions in, also of letters that are not known yet. A second resolution of the same letter is left out. */
    public void addResolutions(List<ResolutionEntry> batch) {
        changes.tell(writer.resolutions(batch));
    }

    /** Takes schedules in, those of each partition in their order. */
    public void addSchedules(List<ScheduleEntry> batch) {
        changes.tell(writer.schedules(batch));
    }

    /**
     * Takes letters out that Kafka has no more: those before an offset of a partition of the dead-letter topic. It takes a look
     * at every letter.
     *
     * @return how many of them were open
     */
    int forget(int partition, long before) {
        int open = writer.forget(partition, before);
        changes.tell(1);
        return open;
    }

    /**
     * Has a listener told when something changed: soon after, on a thread of its own, once for changes that come in quick
     * succession. Close what is returned to end it.
     */
    public Changes.Subscription onChange(Runnable listener) {
        return changes.subscribe(listener);
    }

    /**
     * Lists letters, newest first.
     *
     * @param limit how many at most, 1 to 10,000
     * @throws IllegalArgumentException in one line, for a cursor that is none
     */
    public Page page(Filter filter, Optional<String> cursor, int limit) {
        return database.read(connection -> queries(connection).page(filter, cursor, bounded(limit)));
    }

    /** Counts what a filter means, by reason: the largest group first. */
    public List<Group> groups(Filter filter) {
        return database.read(connection -> queries(connection).groups(filter));
    }

    public Optional<Letter> find(String id) {
        return database.read(connection -> queries(connection).find(id));
    }

    /** Returns all rounds of the same request, replay after replay: the oldest first. */
    public List<Letter> history(String id) {
        return database.read(connection -> queries(connection).history(id));
    }

    /**
     * Returns a part of what a selection means, oldest first: with ids, the letters that have them, whatever their state.
     *
     * @param ends where each partition of the dead-letter topic ends for this purpose: letters from there on, and on
     *     partitions that are not named, are left out; empty means no bounds
     * @param limit how many at most, 1 to 10,000
     */
    public Candidates candidates(Selection selection, Map<Integer, Long> ends, Optional<String> cursor, int limit) {
        return database.read(connection -> {
            LetterQueries queries = queries(connection);
            List<String> more = new ArrayList<>();
            if (selection.filter().isEmpty()) {
                more.add("key IN (" + queries.keys(selection.ids()) + ")");
            }
            if (!ends.isEmpty()) {
                StringBuilder bounds = new StringBuilder("offset < CASE partition");
                ends.forEach((partition, end) -> bounds.append(" WHEN ")
                        .append(partition)
                        .append(" THEN ")
                        .append(end));
                more.add(bounds.append(" ELSE 0 END").toString());
            }
            return queries.candidates(selection.filter().orElse(Filters.ALL), more, cursor, bounded(limit));
        });
    }

    /** Counts what a filter means by what a plan looks at: a few numbers, however many letters there are. */
    public List<Tally> tallies(Filter filter) {
        return database.read(connection -> queries(connection).tallies(filter));
    }

    /** Counts what a job did. */
    public JobCount jobCount(String jobId) {
        return database.read(connection -> JobReader.count(connection, jobId));
    }

    /** Lists the letters of a job, those that it did last first. */
    public Page lettersOf(String jobId, Optional<String> cursor, int limit) {
        return database.read(connection -> queries(connection).ofJob(jobId, cursor, bounded(limit)));
    }

    /** Counts what was decided in each minute from this moment on, oldest first; minutes without anything are left out. */
    public List<MinuteCount> minutes(Instant since) {
        return database.read(connection -> MinuteReader.since(connection, since));
    }

    /** Returns when the oldest open letter was decided. */
    public Optional<Instant> oldestOpen() {
        return oldest(OLDEST_OPEN);
    }

    /** Returns where the oldest open letter stands in each partition of the dead-letter topic that has one. */
    public Map<Integer, Long> oldestOpenOffsets() {
        return database.read(LetterIndex::oldestOpenOffsets);
    }

    private static Map<Integer, Long> oldestOpenOffsets(Connection connection) throws SQLException {
        Map<Integer, Long> offsets = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT partition, min(offset) FROM letter WHERE state = 0 GROUP BY partition");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return offsets;
    }

    /** Returns when the oldest letter was decided that is open, or was replayed and has no outcome yet. */
    Optional<Instant> oldestUnsettled() {
        return oldest(OLDEST_OPEN
                + " UNION ALL SELECT min(letter.key) FROM resolution JOIN letter"
                + " USING (id_source, id_partition, id_offset) WHERE outcome = 0 AND next_source IS NOT NULL");
    }

    private Optional<Instant> oldest(String keys) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT min(key) FROM (" + keys + ")")) {
                OptionalLong key = Sql.number(statement);
                return key.isEmpty() ? Optional.empty() : Optional.of(TimeKey.instant(TimeKey.micros(key.getAsLong())));
            }
        });
    }

    private LetterQueries queries(Connection connection) {
        return new LetterQueries(connection, writer.isBuilt(), lookedAt);
    }

    private static int bounded(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("Ask for 1 to " + MOST + " letters, not " + limit);
        }
        return limit;
    }

    @Override
    public void close() {
        changes.close();
        database.close();
    }
}
