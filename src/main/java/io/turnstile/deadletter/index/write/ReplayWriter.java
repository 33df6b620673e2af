package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writer of what a letter that came back from a replay has of the letter before: its first ask, and whether it is superseded. */
final class ReplayWriter {

    private final PreparedStatement ask;
    private final PreparedStatement superseded;
    private final PreparedStatement uncovered;

    ReplayWriter(Connection connection) throws SQLException {
        String ofReplay = " FROM resolution WHERE letter.key = ? AND letter.replays > 0"
                + " AND resolution.next_source = letter.id_source AND resolution.next_partition = letter.id_partition"
                + " AND resolution.next_offset = letter.id_offset";
        ask = connection.prepareStatement("UPDATE letter SET first_source = resolution.first_source,"
                + " first_partition = resolution.first_partition, first_offset = resolution.first_offset,"
                + " first_asked = coalesce(resolution.first_asked, 0)" + ofReplay);
        superseded = connection.prepareStatement(
                "UPDATE letter SET superseded = CASE before.superseded WHEN "
                        + Schema.SUPERSEDED_RECORDED + " THEN " + Schema.SUPERSEDED + " ELSE before.superseded END"
                        + ofReplay.replace(
                                " FROM resolution ",
                                " FROM resolution JOIN letter AS before"
                                        + " ON before.id_source = resolution.id_source AND before.id_partition = resolution.id_partition"
                                        + " AND before.id_offset = resolution.id_offset AND before.resolution = resolution.number "));
        uncovered = connection.prepareStatement("UPDATE letter SET superseded = " + Schema.SUPERSEDED_NOT_KNOWN
                + " WHERE key = ? AND " + RequestOrder.ASKED + " < ?");
    }

    /**
     * Writes what a letter has of the one before.
     *
     * @param since from when on all schedules are known that could supersede the letter, in microseconds
     * @return whether it is known if one did
     */
    boolean addLetter(long key, long since) throws SQLException {
        ask.setLong(1, key);
        ask.executeUpdate();
        superseded.setLong(1, key);
        if (superseded.executeUpdate() > 0) {
            return true;
        }
        uncovered.setLong(1, key);
        uncovered.setLong(2, since);
        return uncovered.executeUpdate() == 0;
    }
}
