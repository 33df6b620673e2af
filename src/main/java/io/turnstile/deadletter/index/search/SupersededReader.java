package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.letter.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reader of letters that others supersede which are about to go. */
public final class SupersededReader {

    private SupersededReader() {}

    /** Returns the letters behind some ends that a letter before them supersedes, unless a schedule does. */
    public static List<Place> before(Connection connection, Map<Integer, Long> ends) throws SQLException {
        if (ends.isEmpty()) {
            return List.of();
        }
        String goes =
                LetterBounds.within(ends, "letter.partition", "letter.offset").substring(" AND ".length());
        List<Place> superseded = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT DISTINCT letter.partition, letter.offset FROM (SELECT letter.client, letter.event, "
                                + RequestOrder.SOURCE + " AS source, " + RequestOrder.PARTITION + " AS partition, "
                                + RequestOrder.OFFSET + " AS offset, " + RequestOrder.ASKED + " AS asked FROM letter"
                                + " WHERE letter.client IS NOT NULL AND letter.event IS NOT NULL AND " + goes
                                + ") AS newer JOIN letter USING (client, event) WHERE letter.superseded IN ("
                                + Schema.NOT_SUPERSEDED + ", " + Schema.SUPERSEDED_NOT_KNOWN + ") AND NOT (" + goes
                                + ") AND " + RequestOrder.isNewer("newer"));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                superseded.add(new Place(rows.getInt(1), rows.getLong(2)));
            }
        }
        return superseded;
    }
}
