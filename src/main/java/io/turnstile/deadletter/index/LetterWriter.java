package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Letter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Writes letters into the index: their rows, words and places in the order of time. */
final class LetterWriter {

    /** How many overflowing slots are remembered: with records that all bear one time, it saves the search for room. */
    private static final int REMEMBERED = 10_000;

    private final Names names;
    private final PreparedStatement known;
    private final PreparedStatement inSlot;
    private final PreparedStatement letter;
    private final PreparedStatement word;
    private final Map<Integer, Long> highest = new HashMap<>();
    private final Map<Long, Long> full = new HashMap<>();

    LetterWriter(Connection connection, Names names) throws SQLException {
        this.names = names;
        known = connection.prepareStatement(
                "SELECT key FROM letter WHERE id_source = ? AND id_partition = ? AND id_offset = ?");
        inSlot = connection.prepareStatement("SELECT max(key) FROM letter WHERE key BETWEEN ? AND ?");
        letter = connection.prepareStatement(
                "INSERT INTO letter (key, state, cause, location, client, event, id_source, id_partition, id_offset,"
                        + " partition, offset, received, decided, attempts, replays, message, request_id, record_key,"
                        + " plain)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        word = connection.prepareStatement(Schema.WORDS_OF_ONE);
    }

    /** Returns the key of the letter with this id. */
    OptionalLong find(long source, RecordId id) throws SQLException {
        known.setLong(1, source);
        known.setInt(2, id.partition());
        known.setLong(3, id.offset());
        return Sql.number(known);
    }

    /** Writes a letter that is not known yet, and returns its key. */
    long add(LetterEntry entry, long cause, long source, RecordId id, int state) throws SQLException {
        Letter each = entry.letter();
        long decided = TimeKey.micros(each.decidedAt());
        long key = key(decided, each.partition());
        letter.setLong(1, key);
        letter.setInt(2, state);
        letter.setLong(3, cause);
        Sql.bind(letter, 4, each.locationId());
        Sql.bind(letter, 5, each.clientId());
        Sql.bind(letter, 6, each.eventId());
        letter.setLong(7, source);
        letter.setInt(8, id.partition());
        letter.setLong(9, id.offset());
        letter.setInt(10, each.partition());
        letter.setLong(11, each.offset());
        letter.setLong(12, TimeKey.micros(each.receivedAt()));
        letter.setLong(13, decided);
        letter.setInt(14, each.attempts());
        letter.setInt(15, each.replays());
        letter.setString(16, each.message());
        letter.setString(17, each.requestId().orElse(null));
        letter.setString(18, entry.key());
        letter.setString(19, Words.plainUnlessAscii(entry.text()));
        letter.executeUpdate();
        return key;
    }

    /** Makes the words of a letter known. */
    void addWords(long key) throws SQLException {
        word.setLong(1, key);
        word.executeUpdate();
    }

    /** Returns the next free key, which is the same whatever other partitions hold. */
    private long key(long micros, int partition) throws SQLException {
        int lane = partition & 0xFF;
        long wanted = TimeKey.slot(micros, partition);
        long top = highest.getOrDefault(lane, Long.MIN_VALUE);
        if (wanted > top) {
            highest.put(lane, wanted);
            return wanted;
        }
        long slot = full.getOrDefault(wanted, wanted);
        while (true) {
            inSlot.setLong(1, slot);
            inSlot.setLong(2, slot + TimeKey.SLOT - 1);
            OptionalLong taken = Sql.number(inSlot);
            if (taken.isEmpty() || taken.getAsLong() < slot + TimeKey.SLOT - 1) {
                long key = taken.isEmpty() ? slot : taken.getAsLong() + 1;
                highest.put(lane, Math.max(top, key));
                return key;
            }
            slot += TimeKey.STEP;
            if (full.size() >= REMEMBERED) {
                full.clear();
            }
            full.put(wanted, slot);
        }
    }

    long cause(Letter each) throws SQLException {
        return names.cause(each.kind(), each.reason());
    }
}
