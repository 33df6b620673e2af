package io.turnstile.deadletter.index;

import io.turnstile.deadletter.index.database.Database;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.deadletter.index.entry.IndexException;
import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.JobReturn;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.index.entry.MinuteCount;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.index.entry.ScheduleEntry;
import io.turnstile.deadletter.index.search.JobReader;
import io.turnstile.deadletter.index.search.LetterQueries;
import io.turnstile.deadletter.index.search.MinuteReader;
import io.turnstile.deadletter.index.write.IndexWriter;
import io.turnstile.deadletter.index.write.PositionWriter;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Index of all dead letters, in a database in a temporary file that goes when this is closed. Thread-safe.
 *
 * <p>Letters, resolutions and schedules are taken in in any order of topics, each topic in its order; what was taken in before
 * changes nothing. One rule only: a schedule, and a letter that was replayed before, come after the resolution of the replay
 * that they are from, for only that tells when the request was first asked for.
 */
public final class LetterIndex implements AutoCloseable {

    private static final int MOST = 10_000;
    private static final int LOOKED_AT = 2_000;

    /** Schedules of a quarter of an hour, which retries may take, at 500 a second. */
    private static final int KEPT = 500_000;

    private final Database database;
    private final int lookedAt;
    private final IndexWriter writer;
    private final IndexUpkeep upkeep;
    private final ChangeNotifier changes = new ChangeNotifier();

    private LetterIndex(Database database, int lookedAt, int kept) {
        this.database = database;
        this.lookedAt = lookedAt;
        try {
            this.writer = new IndexWriter(database, kept);
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
        this.upkeep = new IndexUpkeep(database, writer, changes);
    }

    /** Makes an empty index. */
    public static LetterIndex create() {
        return create(LOOKED_AT, KEPT);
    }

    /**
     * Makes an empty index.
     *
     * @param lookedAt how many letters are looked at one by one before the index of words is asked
     * @param kept how many schedules are kept for letters that come later
     */
    static LetterIndex create(int lookedAt, int kept) {
        return new LetterIndex(Database.create(), lookedAt, kept);
    }

    /**
     * Begins to take in what there is already, which is much: until {@link #endBulk()} searches are slow, letters are shown as
     * open, and two letters of one id as two.
     */
    public void beginBulk() {
        writer.beginBulk();
    }

    public void endBulk() {
        writer.endBulk();
        changes.tell(1);
    }

    /** Takes records in: all of them show, with the positions, or none. */
    public void add(IndexBatch batch) {
        changes.tell(writer.add(batch));
        batch.histories().forEach(upkeep::learn);
    }

    /** Takes letters in. One that is known already is left out. */
    public void addLetters(List<LetterEntry> letters) {
        add(new IndexBatch(letters, List.of(), List.of(), List.of(), Map.of()));
    }

    /** Takes resolutions in, also of letters that are not known yet. A second resolution of the same letter is left out, unless
     * the letter was reopened before it.
     */
    public void addResolutions(List<ResolutionEntry> resolutions) {
        add(new IndexBatch(List.of(), resolutions, List.of(), List.of(), Map.of()));
    }

    /** Takes schedules in, those of each partition in their order. */
    public void addSchedules(List<ScheduleEntry> schedules) {
        add(new IndexBatch(List.of(), List.of(), List.of(), schedules, Map.of()));
    }

    /** Returns what is done to the index besides taking records in. */
    public IndexUpkeep upkeep() {
        return upkeep;
    }

    /**
     * Has a listener told when something changed: soon after, on a thread of its own, once for changes that come in quick
     * succession. Close what is returned to end it.
     */
    public ChangeNotifier.Subscription onChange(Runnable listener) {
        return changes.subscribe(listener);
    }

    /**
     * Lists letters, newest first.
     *
     * @param limit how many at most, 1 to 10,000
     * @throws IllegalArgumentException in one line, for a cursor that cannot be read
     */
    public Page page(Filter filter, Optional<String> cursor, int limit) {
        return query(queries -> queries.page(filter, cursor, bounded(limit)));
    }

    /** Counts what a filter means, by reason: the largest group first. */
    public List<Group> groups(Filter filter) {
        return query(queries -> queries.groups(filter));
    }

    /** Returns the letter of an id: an open one if there is one, and the newest of several. */
    public Optional<Letter> find(String id) {
        return query(queries -> queries.lookup().find(id));
    }

    /** Returns all rounds of the same request, replay after replay: the oldest first. */
    public List<Letter> history(String id) {
        return query(queries -> queries.lookup().history(id));
    }

    /**
     * Returns a part of what a filter means, oldest first.
     *
     * @param ends where each partition of the dead-letter topic ends for this purpose: letters from there on, and on
     *     partitions that are not named, are left out; empty means no bounds
     * @param required what the answer must show, at least
     * @param limit how many at most, 1 to 10,000
     * @throws IndexException if it does not show that
     */
    public Candidate.Page candidates(
            Filter filter,
            Map<Integer, Long> ends,
            Map<TopicPartition, Long> required,
            Optional<String> cursor,
            int limit) {
        return query(required, queries -> queries.candidates(filter, ends, cursor, bounded(limit)));
    }

    /**
     * Returns the keys of letters by id: of several that have an id the one that a job took, or an open one, or the newest.
     *
     * @param ends see {@link #candidates}
     * @param required what the answer must show, at least
     */
    public Map<String, Long> keys(
            List<String> ids, Map<Integer, Long> ends, String job, Map<TopicPartition, Long> required) {
        return query(required, queries -> queries.lookup().keys(ids, ends, job));
    }

    /** Returns those letters of these keys that are there, oldest first. */
    public List<Candidate> candidates(Collection<Long> keys, Map<TopicPartition, Long> required) {
        return query(required, queries -> queries.candidates(keys));
    }

    /** Returns the letters that a selection means now, oldest first. */
    public Candidate.Page candidates(Selection selection, Optional<String> cursor, int limit) {
        return query(queries -> {
            if (selection.filter().isPresent()) {
                return queries.candidates(selection.filter().get(), Map.of(), cursor, bounded(limit));
            }
            return new Candidate.Page(
                    queries.candidates(
                            queries.lookup().keys(selection.ids(), Map.of(), "").values()),
                    Optional.empty());
        });
    }

    /** Counts what a filter means by what a plan looks at: a few numbers, however many letters there are. */
    public List<LetterGroup> tallies(Filter filter) {
        return query(queries -> queries.tallies(filter));
    }

    /** Counts what a job did. */
    public JobCount jobCount(String jobId) {
        return database.read(connection -> JobReader.count(connection, jobId));
    }

    /**
     * Counts the letters that a job meant by a filter and nobody resolved before they went from Kafka.
     *
     * @param some whether it is enough to know of some of them
     * @return empty if that is not known
     */
    public OptionalLong abandoned(String jobId, boolean some) {
        return upkeep.abandoned(jobId, some);
    }

    /**
     * Counts the letters that others than a job resolved from a moment on.
     *
     * @param ends see {@link #candidates}
     */
    public long resolvedByOthers(String jobId, Map<Integer, Long> ends, Instant since) {
        return database.read(connection -> JobReader.resolvedByOthers(connection, jobId, ends, TimeKey.micros(since)));
    }

    /** Counts the letters of a job that came back, by the reason before and the one now: the largest group first. */
    public List<JobReturn> jobReturns(String jobId) {
        return database.read(connection -> JobReader.returns(connection, jobId));
    }

    /** Lists the letters of a job, those that it did last first. */
    public Page lettersOf(String jobId, Optional<String> cursor, int limit) {
        return query(queries -> queries.ofJob(jobId, cursor, bounded(limit)));
    }

    /** Counts what was decided in each minute from this moment on, oldest first; minutes without anything are left out. */
    public List<MinuteCount> minutes(Instant since) {
        return database.read(connection -> MinuteReader.since(connection, since));
    }

    /** Returns when the oldest open letter was decided. */
    public Optional<Instant> oldestOpen() {
        return upkeep.oldestOpen();
    }

    /** Returns what is to be recorded for good, some of it. */
    public RecordedHistory unrecorded(int most) {
        return upkeep.unrecorded(most);
    }

    /** Removes a letter whose place holds another record. */
    public void forget(Letter ghost) {
        upkeep.forget(ghost);
    }

    /** Returns what became of replays, by the ids of the requests that were written again; those not known are missing. */
    public Map<String, ReplayOutcome> fates(Collection<String> replayedAs) {
        return database.read(connection -> JobReader.fates(connection, replayedAs));
    }

    /**
     * Returns which job resolved letters that a job means by id and that are not there: this one, if it did.
     *
     * @param ends see {@link #candidates}
     * @param gone whether the topic of the letters that are meant is another one by now
     */
    public Map<String, String> resolvers(
            Collection<String> letterIds, String job, Map<Integer, Long> ends, boolean gone) {
        return database.read(connection -> JobReader.resolvers(connection, letterIds, job, ends, gone));
    }

    /** Returns what tells a topic from others of its name; empty text while that is not known. */
    public String identity(String topic) {
        return upkeep.identity(topic);
    }

    /**
     * Returns before which offset of each partition everything shows; none until all is taken in that Kafka held at the start,
     * for until then letters that are resolved still seem open.
     */
    public Map<TopicPartition, Long> positions() {
        return database.read(this::shown);
    }

    private Map<TopicPartition, Long> shown(Connection connection) throws SQLException {
        return upkeep.isComplete() ? PositionWriter.read(connection) : Map.of();
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(LetterQueries queries) throws SQLException;
    }

    private <T> T query(Question<T> question) {
        return query(Map.of(), question);
    }

    private <T> T query(Map<TopicPartition, Long> required, Question<T> question) {
        return database.read(connection -> {
            if (!required.isEmpty() && !PositionWriter.reaches(shown(connection), required)) {
                throw new IndexException("The index of the dead letters does not show all that it should yet", null);
            }
            return question.ask(new LetterQueries(connection, writer.isBuilt(), lookedAt));
        });
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
