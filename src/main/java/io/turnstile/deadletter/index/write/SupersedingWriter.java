package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.ScheduleEntry;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Writer of what newer requests of the same client and event there are. Schedules mark the letters that they supersede; the
 * last ones are kept for letters that come later, because a request that waits for a retry is decided after newer ones.
 */
final class SupersedingWriter {

    private static final String PAIRS = "INSERT INTO newest (client, event, source, partition, offset, asked)"
            + " SELECT letter.client, letter.event, " + RequestOrder.OF_LETTER;

    private static final String UNLESS_OLDER =
            " ON CONFLICT DO UPDATE SET offset = excluded.offset, asked = excluded.asked WHERE "
                    + RequestOrder.isNewer("excluded.asked", "excluded.offset", "newest.asked", "newest.offset");

    /** Fills {@code newest} with all pairs that have more than one letter. */
    static final String ALL_PAIRS = PAIRS
            + " FROM (SELECT client, event FROM letter INDEXED BY letter_client WHERE client IS NOT NULL"
            + " AND event IS NOT NULL GROUP BY client, event HAVING count(*) > 1) AS pair"
            + " CROSS JOIN letter INDEXED BY letter_client ON letter.client = pair.client AND letter.event = pair.event"
            + " WHERE true" + UNLESS_OLDER;

    private final PreparedStatement known;
    private final PreparedStatement addPair;
    private final PreparedStatement addLetter;
    private final PreparedStatement markLetter;
    private final PreparedStatement ask;
    private final PreparedStatement addRecent;
    private final PreparedStatement markLetters;
    private final PreparedStatement evict;
    private final PreparedStatement evicted;

    /** @param kept how many schedules are kept */
    SupersedingWriter(Connection connection, int kept) throws SQLException {
        known = connection.prepareStatement("SELECT 1 FROM newest WHERE client = ? AND event = ? LIMIT 1");
        addPair = connection.prepareStatement(PAIRS + " FROM letter INDEXED BY letter_client"
                + " WHERE letter.client = ?1 AND letter.event = ?2 AND EXISTS (SELECT 1 FROM letter AS other"
                + " INDEXED BY letter_client WHERE other.client = ?1 AND other.event = ?2 AND other.key <> letter.key)"
                + UNLESS_OLDER);
        addLetter = connection.prepareStatement(PAIRS + " FROM letter WHERE letter.key = ?" + UNLESS_OLDER);
        markLetter = connection.prepareStatement("UPDATE letter SET superseded = " + Schema.SUPERSEDED
                + " WHERE key = ? AND EXISTS (SELECT 1 FROM recent WHERE recent.client = letter.client"
                + " AND recent.event = letter.event AND " + RequestOrder.isRecentNewer() + ")");
        ask = connection.prepareStatement(
                "SELECT first_source, first_partition, first_offset, first_asked FROM resolution"
                        + " WHERE next_source = ? AND next_partition = ? AND next_offset = ? LIMIT 1");
        addRecent = connection.prepareStatement(
                "INSERT INTO recent (client, event, source, partition, offset, asked, exact, decided)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        markLetters = connection.prepareStatement("UPDATE letter SET superseded = " + Schema.SUPERSEDED
                + " FROM recent WHERE recent.number = last_insert_rowid() AND letter.client = recent.client"
                + " AND letter.event = recent.event AND letter.superseded IN (" + Schema.NOT_SUPERSEDED + ", "
                + Schema.SUPERSEDED_NOT_KNOWN + ") AND " + RequestOrder.isRecentNewer());
        evicted = connection.prepareStatement(
                "SELECT max(decided) FROM recent WHERE number <= last_insert_rowid() - " + kept);
        evict = connection.prepareStatement("DELETE FROM recent WHERE number <= last_insert_rowid() - " + kept);
    }

    /** Compares a letter that was added with the other letters of its client and event, and with the last schedules. */
    void addLetter(long key, OptionalLong client, OptionalLong event) throws SQLException {
        if (client.isEmpty() || event.isEmpty()) {
            return;
        }
        known.setLong(1, client.getAsLong());
        known.setLong(2, event.getAsLong());
        if (Sql.number(known).isPresent()) {
            addLetter.setLong(1, key);
            addLetter.executeUpdate();
        } else {
            addPair.setLong(1, client.getAsLong());
            addPair.setLong(2, event.getAsLong());
            addPair.executeUpdate();
        }
        markLetter.setLong(1, key);
        markLetter.executeUpdate();
    }

    /**
     * Marks the letters that a schedule supersedes, and keeps it for those that come later.
     *
     * @param source of its id
     * @return when the last schedule was decided that is kept no longer; empty if none went
     */
    OptionalLong addSchedule(ScheduleEntry each, long source, RecordId id) throws SQLException {
        if (each.clientId().isEmpty() || each.eventId().isEmpty()) {
            return OptionalLong.empty();
        }
        long decided = TimeKey.micros(each.decidedAt());
        addRecent.setLong(1, each.clientId().getAsLong());
        addRecent.setLong(2, each.eventId().getAsLong());
        ask.setLong(1, source);
        ask.setInt(2, id.partition());
        ask.setLong(3, id.offset());
        try (ResultSet replay = ask.executeQuery()) {
            boolean again = replay.next();
            addRecent.setLong(3, again ? replay.getLong(1) : source);
            addRecent.setInt(4, again ? replay.getInt(2) : id.partition());
            addRecent.setLong(5, again ? replay.getLong(3) : id.offset());
            OptionalLong asked = again ? Sql.optional(replay, "first_asked") : OptionalLong.empty();
            addRecent.setLong(6, asked.orElse(decided));
            addRecent.setBoolean(7, asked.isPresent());
        }
        addRecent.setLong(8, decided);
        addRecent.executeUpdate();
        markLetters.executeUpdate();
        OptionalLong gone = Sql.number(evicted);
        if (gone.isPresent()) {
            evict.executeUpdate();
        }
        return gone;
    }
}
