package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Fate.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** Reads what jobs did. */
final class JobReader {

    /** Stands in {@code job_outcome} for discards, of which nothing becomes. */
    static final int NO_OUTCOME = -1;

    private static final Outcome[] OUTCOMES = Outcome.values();

    private JobReader() {}

    static JobCount count(Connection connection, String job) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT outcome, n FROM job_outcome WHERE job = ? AND n > 0")) {
            statement.setString(1, job);
            long done = 0;
            Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    done += rows.getLong(2);
                    if (rows.getInt(1) != NO_OUTCOME) {
                        outcomes.put(OUTCOMES[rows.getInt(1)], rows.getLong(2));
                    }
                }
            }
            return new JobCount(done, outcomes);
        }
    }
}
