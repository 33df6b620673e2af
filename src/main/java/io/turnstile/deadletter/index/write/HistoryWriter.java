package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.NameDictionary;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Writer of recorded histories: what they tell holds whatever schedules there still are. */
final class HistoryWriter {

    private final NameDictionary names;
    private final PreparedStatement settled;
    private final PreparedStatement marked;
    private final PreparedStatement mark;

    HistoryWriter(Connection connection, NameDictionary names) throws SQLException {
        this.names = names;
        settled = connection.prepareStatement("INSERT INTO settled (source, partition, offset, outcome, again)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        marked = connection.prepareStatement("INSERT INTO marked (partition, offset, at) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET at = max(at, excluded.at)");
        mark = connection.prepareStatement("UPDATE letter INDEXED BY letter_unrecorded SET superseded = "
                + Schema.SUPERSEDED_RECORDED + " WHERE superseded = " + Schema.SUPERSEDED
                + " AND partition = ? AND offset = ?");
    }

    /** @param bulk whether what it is about may come later */
    void add(RecordedHistory history, boolean bulk, OutcomeWriter replayed) throws SQLException {
        for (RecordedHistory.Settled each : history.outcomes()) {
            RecordId id = RecordId.parse(each.replayedAs());
            long source = names.source(id.topic());
            OptionalLong again = cause(each);
            if (bulk) {
                Sql.bind(settled, 1, source, id);
                settled.setInt(4, each.outcome().ordinal());
                Sql.bind(settled, 5, again);
                settled.executeUpdate();
            } else {
                replayed.settle(source, id, each.outcome(), again);
                replayed.recorded(source, id);
            }
        }
        for (Place each : history.superseded()) {
            PreparedStatement statement = bulk ? marked : mark;
            statement.setInt(1, each.partition());
            statement.setLong(2, each.offset());
            if (bulk) {
                marked.setLong(3, TimeKey.micros(history.writtenAt().orElseThrow()));
            }
            statement.executeUpdate();
        }
    }

    private OptionalLong cause(RecordedHistory.Settled each) throws SQLException {
        return each.outcome() == Outcome.SCHEDULED || each.reason().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(names.cause(each.outcome().name().toLowerCase(java.util.Locale.ROOT), each.reason()));
    }
}
