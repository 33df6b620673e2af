package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Fate.Outcome;
import io.turnstile.deadletter.letter.Resolution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes resolutions into the index, and what became of replays. The first resolution of a letter counts. */
final class ResolutionWriter {

    private final PreparedStatement known;
    private final PreparedStatement add;
    private final PreparedStatement waiting;
    private final PreparedStatement settle;
    private final PreparedStatement count;

    ResolutionWriter(Connection connection) throws SQLException {
        known = connection.prepareStatement(
                "SELECT action FROM resolution WHERE id_source = ? AND id_partition = ? AND id_offset = ?");
        add = connection.prepareStatement(
                "INSERT INTO resolution (id_source, id_partition, id_offset, action, person, at, note, job, edited,"
                        + " next_source, next_partition, next_offset, outcome)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        waiting = connection.prepareStatement("SELECT number, job FROM resolution"
                + " WHERE next_source = ? AND next_partition = ? AND next_offset = ? AND outcome = 0");
        settle = connection.prepareStatement("UPDATE resolution SET outcome = ? WHERE number = ?");
        count = connection.prepareStatement("INSERT INTO job_outcome (job, outcome, n) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET n = n + excluded.n");
    }

    /** Returns the state that a letter has by its resolution; open without one. */
    int state(long source, RecordId id) throws SQLException {
        known.setLong(1, source);
        known.setInt(2, id.partition());
        known.setLong(3, id.offset());
        OptionalLong state = Sql.number(known);
        return state.isEmpty() ? Schema.OPEN : (int) state.getAsLong();
    }

    static int state(Action action) {
        return action == Action.REPLAY ? Schema.REPLAYED : Schema.DISCARDED;
    }

    /**
     * Writes the first resolution of a letter.
     *
     * @param outcome what became of the replay so far; empty for a discard
     */
    void add(long source, RecordId id, Resolution each, OptionalLong nextSource, OptionalInt outcome)
            throws SQLException {
        RecordId next = each.replayedAs().map(RecordId::parse).orElse(new RecordId("", -1, -1));
        add.setLong(1, source);
        add.setInt(2, id.partition());
        add.setLong(3, id.offset());
        add.setInt(4, state(each.action()));
        add.setString(5, each.by());
        add.setLong(6, TimeKey.micros(each.at()));
        add.setString(7, each.note());
        add.setString(8, each.jobId());
        add.setBoolean(9, each.edited());
        Sql.bind(add, 10, nextSource);
        add.setInt(11, next.partition());
        add.setLong(12, next.offset());
        Sql.bind(add, 13, outcome.isEmpty() ? OptionalLong.empty() : OptionalLong.of(outcome.getAsInt()));
        add.executeUpdate();
        count(each.jobId(), outcome.orElse(JobReader.NO_OUTCOME), 1);
    }

    /** Notes what became of a replayed request, if it is one that was waited for. */
    boolean settle(long nextSource, RecordId next, Outcome outcome) throws SQLException {
        waiting.setLong(1, nextSource);
        waiting.setInt(2, next.partition());
        waiting.setLong(3, next.offset());
        long number;
        String job;
        try (ResultSet rows = waiting.executeQuery()) {
            if (!rows.next()) {
                return false;
            }
            number = rows.getLong(1);
            job = rows.getString(2);
        }
        settle.setInt(1, outcome.ordinal());
        settle.setLong(2, number);
        settle.executeUpdate();
        count(job, Outcome.WAITING.ordinal(), -1);
        count(job, outcome.ordinal(), 1);
        return true;
    }

    private void count(String job, int outcome, int more) throws SQLException {
        count.setString(1, job);
        count.setInt(2, outcome);
        count.setInt(3, more);
        count.executeUpdate();
    }
}
