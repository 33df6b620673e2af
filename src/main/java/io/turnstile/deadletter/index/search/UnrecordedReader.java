package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.entry.RecordedHistory.Settled;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reader of facts that only the index holds so far. */
public final class UnrecordedReader {

    private static final Outcome[] OUTCOMES = Outcome.values();

    private UnrecordedReader() {}

    public static List<Settled> outcomes(Connection connection, int most) throws SQLException {
        List<Settled> outcomes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT source.name, next_partition, next_offset, outcome, cause.reason FROM resolution"
                                + " INDEXED BY resolution_unrecorded JOIN source ON source.number = next_source"
                                + " LEFT JOIN cause ON cause.number = again"
                                + " WHERE recorded = 0 AND outcome BETWEEN 1 AND 4 LIMIT " + most);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String reason = rows.getString(5);
                outcomes.add(new Settled(
                        RecordId.text(rows.getString(1), rows.getInt(2), rows.getLong(3)),
                        OUTCOMES[rows.getInt(4)],
                        reason == null ? "" : reason));
            }
        }
        return outcomes;
    }

    public static List<Place> superseded(Connection connection, int most) throws SQLException {
        List<Place> superseded = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT partition, offset FROM letter WHERE superseded = "
                                + Schema.SUPERSEDED + " LIMIT " + most);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                superseded.add(new Place(rows.getInt(1), rows.getLong(2)));
            }
        }
        return superseded;
    }
}
