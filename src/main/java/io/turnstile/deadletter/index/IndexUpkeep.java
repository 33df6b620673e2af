package io.turnstile.deadletter.index;

import io.turnstile.deadletter.index.database.Database;
import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.MeantLetters;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.index.entry.RecordedHistory.Seen;
import io.turnstile.deadletter.index.entry.RecordedHistory.Settled;
import io.turnstile.deadletter.index.search.LetterQueries;
import io.turnstile.deadletter.index.search.SupersededReader;
import io.turnstile.deadletter.index.search.UnrecordedReader;
import io.turnstile.deadletter.index.write.AbandonedLetters;
import io.turnstile.deadletter.index.write.IndexWriter;
import io.turnstile.deadletter.index.write.PositionWriter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Upkeep of the index: what is gone from Kafka leaves it, and what expires there is recorded. Thread-safe. */
public final class IndexUpkeep {

    private static final String OLDEST_OPEN = "SELECT min(key) FROM (SELECT (SELECT min(letter.key) FROM letter"
            + " WHERE letter.state = 0 AND letter.cause = cause.number) AS key FROM cause)";

    /** Letters of which it still matters whether a newer request was scheduled. */
    private static final String IN_QUESTION = "letter.superseded = " + Schema.NOT_SUPERSEDED + " AND (letter.state = 0"
            + " OR letter.resolution IN (SELECT number FROM resolution WHERE outcome = 0))";

    private final Database database;
    private final IndexWriter writer;
    private final ChangeNotifier changes;
    private final Map<String, String> topics = new ConcurrentHashMap<>();
    private final AbandonedLetters abandoned = new AbandonedLetters();
    private volatile Supplier<List<MeantLetters>> meant = List::of;
    private volatile Optional<Seen> seen = Optional.empty();
    private volatile Optional<Names> compared = Optional.empty();

    /** Before which moment requests were asked for of letters that could not be compared when this began. */
    private volatile Optional<Instant> unknownBefore = Optional.empty();

    /** Names of the topics that are compared. */
    private record Names(String letters, String schedules) {}

    IndexUpkeep(Database database, IndexWriter writer, ChangeNotifier changes) {
        this.database = database;
        this.writer = writer;
        this.changes = changes;
    }

    /** Counts of letters that went. */
    public record Gone(int letters, int open) {}

    /** Takes letters out that Kafka has no more: those before an offset of a partition of the dead-letter topic. */
    public Gone forget(int partition, long before) {
        keep(
                abandoned::keep,
                meant.get().stream().map(each -> each.before(partition, before)).toList());
        return gone("DELETE FROM letter WHERE partition = " + partition + " AND offset < " + before
                + " RETURNING state = " + Schema.OPEN);
    }

    /** Has the open letters of jobs kept in mind when letters are taken out, until they are asked for. */
    public void remember(Supplier<List<MeantLetters>> ofJobs) {
        meant = ofJobs;
    }

    @FunctionalInterface
    private interface Keep {
        void keep(Connection connection, LetterQueries queries, List<MeantLetters> meant) throws SQLException;
    }

    private void keep(Keep way, List<MeantLetters> jobs) {
        writer.run(() -> {
            Connection connection = writer.connection();
            way.keep(connection, new LetterQueries(connection, writer.isBuilt(), Integer.MAX_VALUE), jobs);
            return 0;
        });
    }

    /** Removes a letter whose place holds another record: letters begin to go. */
    void forget(Letter ghost) {
        keep(abandoned::keepAll, meant.get());
        changes.tell(writer.forget(ghost));
    }

    OptionalLong abandoned(String job, boolean some) {
        return database.read(connection -> abandoned.open(connection, job, some));
    }

    /** Takes all letters out, because their topic is another one now, or has lost some: they are read again. */
    public Gone forgetLetters(String topic) {
        keep(abandoned::keepAll, meant.get());
        Gone gone = gone("DELETE FROM letter RETURNING state = " + Schema.OPEN);
        writer.run(() -> {
            Schema.deleteWords(writer.connection());
            Schema.run(writer.connection(), "DELETE FROM newest");
            return 0;
        });
        writer.forgetPositions(topic, false);
        return gone;
    }

    private Gone gone(String delete) {
        int[] counts = new int[2];
        writer.run(() -> {
            counts[0] = 0;
            counts[1] = 0;
            try (PreparedStatement statement = writer.connection().prepareStatement(delete);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts[0]++;
                    counts[1] += rows.getInt(1);
                }
            }
            return counts[0];
        });
        changes.tell(1);
        return new Gone(counts[0], counts[1]);
    }

    /** Forgets how far a topic was taken in, to read it again. */
    public void forgetPositions(String topic, boolean schedules) {
        writer.forgetPositions(topic, schedules);
    }

    /** Learns which topic bears a name now. */
    public void identify(String topic, String identity) {
        topics.put(topic, identity);
    }

    String identity(String topic) {
        return topics.getOrDefault(topic, "");
    }

    /** Learns how far schedules had been read when a history was recorded. */
    void learn(RecordedHistory history) {
        if (history.seen().isPresent()) {
            seen = history.seen();
        }
    }

    /** Returns up to where letters and schedules were compared, where that is recorded of the topics of today. */
    public Optional<Seen> seen(String letters, String schedules) {
        return seen.filter(each -> each.lettersTopic().equals(topics.get(letters))
                && each.schedulesTopic().equals(topics.get(schedules)));
    }

    /** Returns when the oldest open letter was decided. */
    Optional<Instant> oldestOpen() {
        return number(OLDEST_OPEN).map(key -> TimeKey.instant(TimeKey.micros(key)));
    }

    /** Returns when the oldest request was first asked for of which newer schedules could matter that were not seen. */
    public Optional<Instant> oldestInQuestion(Optional<Seen> seen) {
        return number("SELECT min(" + RequestOrder.ASKED + ") FROM letter WHERE " + IN_QUESTION + " AND "
                        + notSeen(seen))
                .map(TimeKey::instant);
    }

    private static String notSeen(Optional<Seen> seen) {
        if (seen.isEmpty() || seen.get().letters().isEmpty()) {
            return "true";
        }
        StringBuilder bounds = new StringBuilder("(letter.offset >= CASE letter.partition");
        seen.get().letters().forEach((partition, end) -> bounds.append(" WHEN ")
                .append(partition)
                .append(" THEN ")
                .append(end));
        bounds.append(" ELSE 0 END");
        seen.get().unknownBefore().ifPresent(before -> bounds.append(" OR " + RequestOrder.ASKED + " < ")
                .append(TimeKey.micros(before)));
        return bounds.append(")").toString();
    }

    /** Returns when the oldest letter was replayed of which it is not known yet what became. */
    public Optional<Instant> oldestWaiting() {
        return number("SELECT min(at) FROM resolution WHERE outcome = 0 AND next_source IS NOT NULL")
                .map(TimeKey::instant);
    }

    private Optional<Long> number(String query) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                OptionalLong number = Sql.number(statement);
                return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
            }
        });
    }

    /** Learns that from now on all letters are compared with all schedules that are taken in. */
    public void compares(String letters, String schedules) {
        unknownBefore = Stream.of(
                        number("SELECT max(" + RequestOrder.ASKED + ") + 1 FROM letter WHERE letter.superseded = "
                                        + Schema.SUPERSEDED_NOT_KNOWN + " OR (letter.superseded = "
                                        + Schema.NOT_SUPERSEDED + " AND "
                                        + writer.coverage().notCompared() + ")")
                                .map(TimeKey::instant),
                        seen(letters, schedules).flatMap(Seen::unknownBefore))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        compared = Optional.of(new Names(letters, schedules));
    }

    /** Returns whether everything was taken in that Kafka held at the start. */
    boolean isComplete() {
        return compared.isPresent();
    }

    /** Begins to take in schedules that were decided from a moment on. */
    public void beginSchedules(Instant since, Optional<Seen> seen) {
        writer.beginSchedules(TimeKey.micros(since), notSeen(seen));
    }

    /**
     * Learns from when on Kafka still holds schedules: what older ones would tell is not known then.
     *
     * @param seen letters of which it is known all the same
     */
    public void limitHistory(Instant begin, Optional<Seen> seen) {
        long micros = TimeKey.micros(begin);
        writer.coverage().limit(micros);
        writer.run(() -> {
            Schema.run(
                    writer.connection(),
                    "INSERT INTO job_outcome SELECT job, " + Outcome.NOT_KNOWN.ordinal() + ", count(*) FROM resolution"
                            + waitingBefore(micros)
                            + " AND effect = 1 GROUP BY job ON CONFLICT DO UPDATE SET n = n + excluded.n",
                    "INSERT INTO job_outcome SELECT job, 0, -count(*) FROM resolution" + waitingBefore(micros)
                            + " AND effect = 1 GROUP BY job ON CONFLICT DO UPDATE SET n = n + excluded.n",
                    "UPDATE letter SET superseded = " + Schema.SUPERSEDED_NOT_KNOWN + " WHERE " + IN_QUESTION + " AND "
                            + RequestOrder.ASKED + " < " + micros + " AND " + notSeen(seen),
                    "UPDATE resolution SET outcome = " + Outcome.NOT_KNOWN.ordinal() + waitingBefore(micros));
            return 1;
        });
        changes.tell(1);
    }

    private static String waitingBefore(long micros) {
        return " WHERE outcome = 0 AND at < " + micros;
    }

    /** Returns up to where each partition of the dead-letter topic holds resolved letters only. */
    public Map<Integer, Long> resolvedUpTo(String topic) {
        return database.read(connection -> {
            Map<Integer, Long> upTo = of(topic, PositionWriter.read(connection));
            try (PreparedStatement open = connection.prepareStatement(
                            "SELECT partition, min(offset) FROM letter WHERE state = 0 GROUP BY partition");
                    ResultSet rows = open.executeQuery()) {
                while (rows.next()) {
                    upTo.computeIfPresent(rows.getInt(1), minimum(rows.getLong(2)));
                }
            }
            return upTo;
        });
    }

    /**
     * Returns the letters that stay when others go, and that one of these supersedes: that is forgotten with them.
     *
     * @param ends before which offset of each partition they go
     */
    public List<Place> supersededBefore(Map<Integer, Long> ends) {
        return database.read(connection -> SupersededReader.before(connection, ends));
    }

    private static java.util.function.BiFunction<Integer, Long, Long> minimum(long offset) {
        return (partition, position) -> Math.min(position, offset);
    }

    /** Returns facts that are not recorded yet; how far all was seen too, if these are all. */
    RecordedHistory unrecorded(int most) {
        return database.read(connection -> {
            List<Settled> outcomes = UnrecordedReader.outcomes(connection, most);
            List<Place> superseded = UnrecordedReader.superseded(connection, most);
            boolean all = outcomes.size() < most && superseded.size() < most;
            return new RecordedHistory(
                    outcomes,
                    superseded,
                    all ? seenNow(PositionWriter.read(connection)) : Optional.empty(),
                    Optional.empty());
        });
    }

    private Optional<Seen> seenNow(Map<TopicPartition, Long> positions) {
        return compared.map(names -> new Seen(
                topics.getOrDefault(names.letters(), ""),
                writer.coverage().beforeLate(of(names.letters(), positions)),
                topics.getOrDefault(names.schedules(), ""),
                of(names.schedules(), positions),
                unknownBefore));
    }

    private static Map<Integer, Long> of(String topic, Map<TopicPartition, Long> positions) {
        Map<Integer, Long> its = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (partition.topic().equals(topic)) {
                its.put(partition.partition(), position);
            }
        });
        return its;
    }
}
