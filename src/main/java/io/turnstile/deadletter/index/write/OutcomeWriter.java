package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Writer of what became of replays, and of how many there are of each job. */
final class OutcomeWriter {

    private final PreparedStatement waiting;
    private final PreparedStatement settle;
    private final PreparedStatement record;
    private final PreparedStatement count;

    OutcomeWriter(Connection connection) throws SQLException {
        waiting =
                connection.prepareStatement("SELECT number, job, outcome, effect FROM resolution WHERE next_source = ?"
                        + " AND next_partition = ? AND next_offset = ? AND outcome IN (0, "
                        + Outcome.NOT_KNOWN.ordinal()
                        + ")");
        settle = connection.prepareStatement("UPDATE resolution SET outcome = ?, again = ? WHERE number = ?");
        record = connection.prepareStatement("UPDATE resolution SET recorded = 1"
                + " WHERE next_source = ? AND next_partition = ? AND next_offset = ?");
        count = connection.prepareStatement("INSERT INTO job_outcome (job, outcome, n) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET n = n + excluded.n");
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
        boolean counted;
        try (ResultSet rows = waiting.executeQuery()) {
            if (!rows.next()) {
                return false;
            }
            number = rows.getLong(1);
            job = rows.getString(2);
            was = rows.getInt(3);
            counted = rows.getBoolean(4);
        }
        settle.setInt(1, outcome.ordinal());
        Sql.bind(settle, 2, again);
        settle.setLong(3, number);
        settle.executeUpdate();
        if (counted) {
            count(job, was, -1);
            count(job, outcome.ordinal(), 1);
        }
        return true;
    }

    /** Notes that the outcome of a replay is written down for good. */
    void recorded(long nextSource, RecordId next) throws SQLException {
        Sql.bind(record, 1, nextSource, next);
        record.executeUpdate();
    }

    /** Counts resolutions of a job. */
    void count(String job, int outcome, int more) throws SQLException {
        count.setString(1, job);
        count.setInt(2, outcome);
        count.setInt(3, more);
        count.executeUpdate();
    }
}
