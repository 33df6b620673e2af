package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.index.search.JobReader;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writer of resolutions, and of what became of replays. The first resolution of a letter counts, or the first after it was
 * last reopened, and none that is older than the letter.
 */
final class ResolutionWriter {

    /** What a resolution and a letter of its id have in common if it resolves the letter. */
    static final String APPLIES = applies("resolution");

    /** Number of the last reopening of a letter; 0 if it has none. */
    private static final String LAST_REOPENED = "coalesce((SELECT max(again.number) FROM resolution AS again"
            + " WHERE again.action = " + Schema.REOPENED + " AND again.id_source = letter.id_source"
            + " AND again.id_partition = letter.id_partition AND again.id_offset = letter.id_offset AND "
            + applies("again") + "), 0)";

    private final PreparedStatement first;
    private final PreparedStatement copy;
    private final PreparedStatement add;
    private final PreparedStatement applies;
    private final PreparedStatement askOfLetter;
    private final PreparedStatement delete;
    private final PreparedStatement resolve;
    private final PreparedStatement reopen;
    private final PreparedStatement openAll;
    private final PreparedStatement tellAsk;
    private final PreparedStatement waiting;
    private final PreparedStatement settle;
    private final PreparedStatement record;
    private final PreparedStatement count;

    ResolutionWriter(Connection connection) throws SQLException {
        first = connection.prepareStatement("SELECT min(resolution.number) FROM letter JOIN resolution"
                + " USING (id_source, id_partition, id_offset) WHERE letter.key = ? AND " + APPLIES
                + " AND resolution.action <> " + Schema.REOPENED + " AND resolution.number > " + LAST_REOPENED);
        copy = connection.prepareStatement(
                "SELECT 1 FROM resolution WHERE id_source = ? AND id_partition = ?"
                        + " AND id_offset = ? AND place_partition IS ? AND place_offset IS ? AND at = ? AND job = ? AND action = ?");
        add = connection.prepareStatement("INSERT INTO resolution (id_source, id_partition, id_offset, place_partition,"
                + " place_offset, action, person, at, note, job, edited, next_source, next_partition, next_offset, outcome,"
                + " told, first_source, first_partition, first_offset, first_asked)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number");
        applies = connection.prepareStatement("SELECT max(letter.state = 0) FROM resolution JOIN letter"
                + " USING (id_source, id_partition, id_offset) WHERE resolution.number = ? AND " + APPLIES);
        askOfLetter = connection.prepareStatement(
                "SELECT " + RequestOrder.OF_LETTER + " FROM letter WHERE resolution = ? AND id_source = ?"
                        + " AND id_partition = ? AND id_offset = ? LIMIT 1");
        delete = connection.prepareStatement("DELETE FROM resolution WHERE number = ?");
        resolve = connection.prepareStatement(
                "UPDATE letter SET state = resolution.action, resolution = resolution.number"
                        + " FROM resolution WHERE resolution.number = ? AND letter.id_source = resolution.id_source"
                        + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                        + " AND letter.state = 0 AND " + APPLIES);
        reopen = connection.prepareStatement("UPDATE letter SET state = 0, resolution = NULL"
                + " FROM resolution WHERE resolution.number = ? AND letter.id_source = resolution.id_source"
                + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                + " AND letter.state <> 0 AND " + APPLIES);
        openAll = connection.prepareStatement("UPDATE letter SET state = 0, resolution = NULL"
                + " WHERE id_source = ? AND id_partition = ? AND id_offset = ?");
        tellAsk = connection.prepareStatement("UPDATE resolution SET first_source = ?, first_partition = ?,"
                + " first_offset = ?, first_asked = ? WHERE number = ? AND told = 0");
        waiting = connection.prepareStatement("SELECT number, job, outcome FROM resolution WHERE next_source = ?"
                + " AND next_partition = ? AND next_offset = ? AND outcome IN (0, " + Outcome.NOT_KNOWN.ordinal()
                + ")");
        settle = connection.prepareStatement("UPDATE resolution SET outcome = ?, again = ? WHERE number = ?");
        record = connection.prepareStatement("UPDATE resolution SET recorded = 1"
                + " WHERE next_source = ? AND next_partition = ? AND next_offset = ?");
        count = connection.prepareStatement("INSERT INTO job_outcome (job, outcome, n) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET n = n + excluded.n");
    }

    private static String applies(String resolution) {
        return "(resolution.place_offset IS NULL OR (resolution.place_partition = letter.partition"
                        .replace("resolution.", resolution + ".")
                + " AND resolution.place_offset = letter.offset)) AND resolution.at >= letter.decided"
                        .replace("resolution.", resolution + ".");
    }

    static int state(Action action) {
        return switch (action) {
            case REPLAY -> Schema.REPLAYED;
            case DISCARD -> Schema.DISCARDED;
            case REOPEN -> Schema.REOPENED;
        };
    }

    /** Resolves a letter that was added, if it has a resolution already. */
    void resolve(long key) throws SQLException {
        first.setLong(1, key);
        OptionalLong number = Sql.number(first);
        if (number.isPresent()) {
            resolve.setLong(1, number.getAsLong());
            resolve.executeUpdate();
        }
    }

    /**
     * Writes a resolution without a look at letters.
     *
     * @param outcome what became of the replay so far; empty for a discard
     * @param ask when and where the letter's request was first asked for, if the record tells, otherwise the letter's id
     * @return its number
     */
    long add(
            long source,
            RecordId id,
            ResolutionEntry entry,
            OptionalLong nextSource,
            OptionalInt outcome,
            long askSource,
            RecordId ask)
            throws SQLException {
        Resolution each = entry.resolution();
        RecordId next = each.replayedAs().map(RecordId::parse).orElse(new RecordId("", -1, -1));
        Sql.bind(add, 1, source, id);
        bindPlace(add, 4, entry);
        add.setInt(6, state(each.action()));
        add.setString(7, each.by());
        add.setLong(8, TimeKey.micros(each.at()));
        add.setString(9, each.note());
        add.setString(10, each.jobId());
        add.setBoolean(11, each.edited());
        Sql.bind(add, 12, nextSource);
        add.setInt(13, next.partition());
        add.setLong(14, next.offset());
        Sql.bind(add, 15, outcome.isEmpty() ? OptionalLong.empty() : OptionalLong.of(outcome.getAsInt()));
        add.setBoolean(16, entry.ask().isPresent());
        Sql.bind(add, 17, askSource, ask);
        Sql.bind(
                add,
                20,
                entry.ask()
                        .map(told -> OptionalLong.of(TimeKey.micros(told.at())))
                        .orElse(OptionalLong.empty()));
        return Sql.number(add).orElseThrow();
    }

    private static void bindPlace(PreparedStatement statement, int at, ResolutionEntry entry) throws SQLException {
        Sql.bind(
                statement,
                at,
                entry.place().map(place -> OptionalLong.of(place.partition())).orElse(OptionalLong.empty()));
        Sql.bind(
                statement,
                at + 1,
                entry.place().map(Place::offset).map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /** Returns whether the same record was taken in before. */
    boolean isCopy(long source, RecordId id, ResolutionEntry entry) throws SQLException {
        Sql.bind(copy, 1, source, id);
        bindPlace(copy, 4, entry);
        copy.setLong(6, TimeKey.micros(entry.resolution().at()));
        copy.setString(7, entry.resolution().jobId());
        copy.setInt(8, state(entry.resolution().action()));
        return Sql.number(copy).isPresent();
    }

    /**
     * Resolves the letters that a resolution applies to, and counts it for its job.
     *
     * @return whether it counts: not if all letters that it applies to are resolved already
     */
    boolean apply(long number, long source, RecordId id, String job, OptionalInt outcome) throws SQLException {
        applies.setLong(1, number);
        OptionalLong open = Sql.number(applies);
        if (open.isPresent() && open.getAsLong() == 0) {
            delete.setLong(1, number);
            delete.executeUpdate();
            return false;
        }
        resolve.setLong(1, number);
        if (resolve.executeUpdate() > 0) {
            learnAsk(number, source, id);
        }
        count(job, outcome.orElse(JobReader.NO_OUTCOME), 1);
        return true;
    }

    /**
     * Opens the letters again that a reopening applies to.
     *
     * @return whether any was resolved
     */
    boolean reopen(long number) throws SQLException {
        reopen.setLong(1, number);
        return reopen.executeUpdate() > 0;
    }

    /** Applies all resolutions of the letters that were ever reopened once more, in their order. */
    void applyReopened(Connection connection) throws SQLException {
        record Row(long number, int action, long source, RecordId id, String job, OptionalInt outcome) {}
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement all = connection.prepareStatement("SELECT DISTINCT resolution.number, resolution.action,"
                        + " resolution.id_source, resolution.id_partition, resolution.id_offset, resolution.job,"
                        + " resolution.outcome FROM resolution AS again JOIN resolution"
                        + " USING (id_source, id_partition, id_offset) WHERE again.action = " + Schema.REOPENED
                        + " ORDER BY resolution.number");
                ResultSet row = all.executeQuery()) {
            while (row.next()) {
                int value = row.getInt(7);
                OptionalInt outcome = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
                rows.add(new Row(
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        new RecordId("", row.getInt(4), row.getLong(5)),
                        row.getString(6),
                        outcome));
            }
        }
        for (Row each : rows) {
            Sql.bind(openAll, 1, each.source(), each.id());
            openAll.executeUpdate();
        }
        for (Row each : rows) {
            if (each.action() == Schema.REOPENED) {
                reopen(each.number());
            } else {
                apply(each.number(), each.source(), each.id(), each.job(), each.outcome());
            }
        }
    }

    private void learnAsk(long number, long source, RecordId id) throws SQLException {
        askOfLetter.setLong(1, number);
        Sql.bind(askOfLetter, 2, source, id);
        try (ResultSet letter = askOfLetter.executeQuery()) {
            if (letter.next()) {
                for (int column = 1; column <= 4; column++) {
                    tellAsk.setLong(column, letter.getLong(column));
                }
                tellAsk.setLong(5, number);
                tellAsk.executeUpdate();
            }
        }
    }

    /**
     * Notes what became of a replayed request, if it is one that was waited for.
     *
     * @param again cause of the new letter; empty for a schedule
     */
    boolean settle(long nextSource, RecordId next, Outcome outcome, OptionalLong again) throws SQLException {
        Sql.bind(waiting, 1, nextSource, next);
        long number;
        String job;
        int was;
        try (ResultSet rows = waiting.executeQuery()) {
            if (!rows.next()) {
                return false;
            }
            number = rows.getLong(1);
            job = rows.getString(2);
            was = rows.getInt(3);
        }
        settle.setInt(1, outcome.ordinal());
        Sql.bind(settle, 2, again);
        settle.setLong(3, number);
        settle.executeUpdate();
        count(job, was, -1);
        count(job, outcome.ordinal(), 1);
        return true;
    }

    /** Notes that the outcome of a replay is written down for good. */
    void recorded(long nextSource, RecordId next) throws SQLException {
        Sql.bind(record, 1, nextSource, next);
        record.executeUpdate();
    }

    private void count(String job, int outcome, int more) throws SQLException {
        count.setString(1, job);
        count.setInt(2, outcome);
        count.setInt(3, more);
        count.executeUpdate();
    }
}
