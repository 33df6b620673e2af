package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.NameDictionary;
import io.turnstile.deadletter.index.database.RowInsert;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Writer of letters: their rows, words and places in the order of time. */
final class LetterWriter {

    /** How many overflowing slots are remembered: with records that all bear one time, it saves the search for room. */
    private static final int REMEMBERED = 10_000;

    private static final List<String> COLUMNS = List.of(
            "key",
            "state",
            "cause",
            "location",
            "client",
            "event",
            "id_source",
            "id_partition",
            "id_offset",
            "partition",
            "offset",
            "received",
            "decided",
            "attempts",
            "replays",
            "message",
            "request_id",
            "record_key",
            "plain");

    private final NameDictionary names;
    private final PreparedStatement known;
    private final PreparedStatement again;
    private final PreparedStatement inSlot;
    private final RowInsert rows;
    private final PreparedStatement word;
    private final Map<Integer, Long> highest = new HashMap<>();
    private final Map<Long, Long> full = new HashMap<>();

    LetterWriter(Connection connection, NameDictionary names) throws SQLException {
        this.names = names;
        known = connection.prepareStatement("SELECT key FROM letter WHERE id_source = ? AND id_partition = ?"
                + " AND id_offset = ? AND partition = ? AND offset = ?");
        again = connection.prepareStatement("SELECT min(key) FROM letter WHERE id_source = ? AND id_partition = ?"
                + " AND id_offset = ? AND replays > 0");
        inSlot = connection.prepareStatement("SELECT max(key) FROM letter WHERE key BETWEEN ? AND ?");
        rows = new RowInsert(connection, "letter", COLUMNS);
        word = connection.prepareStatement(Schema.WORDS_OF_ONE);
    }

    /** Returns the key of the letter with this id in this place. */
    OptionalLong find(long source, RecordId id, Place place) throws SQLException {
        Sql.bind(known, 1, source, id);
        known.setInt(4, place.partition());
        known.setLong(5, place.offset());
        return Sql.number(known);
    }

    /** Returns the key of the letter that a replay came back as, if it did. A letter that was never replayed has no such key. */
    OptionalLong findAgain(long source, RecordId id) throws SQLException {
        Sql.bind(again, 1, source, id);
        return Sql.number(again);
    }

    /** Writes a letter that is not known yet, at the latest when flushed, and returns its key. */
    long add(LetterEntry entry, long cause, long source, RecordId id, int state) throws SQLException {
        Letter each = entry.letter();
        long decided = TimeKey.micros(each.decidedAt());
        long key = key(decided, each.partition());
        rows.add(
                key,
                state,
                cause,
                Sql.orNull(each.locationId()),
                Sql.orNull(each.clientId()),
                Sql.orNull(each.eventId()),
                source,
                id.partition(),
                id.offset(),
                each.partition(),
                each.offset(),
                TimeKey.micros(each.receivedAt()),
                decided,
                each.attempts(),
                each.replays(),
                each.message(),
                each.requestId().orElse(null),
                entry.key(),
                entry.plain());
        return key;
    }

    void flush() throws SQLException {
        rows.flush();
    }

    /** Forgets what was not committed. That {@code highest} may be higher than what is there does no harm. */
    void forget() {
        rows.forget();
        full.clear();
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
        rows.flush();
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
