package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.RecordId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Mapping of rows to letters, with what was done about them and what became of it. */
final class LetterRows {

    /** Selects from {@code letter}; to be followed by WHERE and ORDER BY. */
    static final String SELECT = "SELECT letter.*, id.name AS id_topic, cause.kind, cause.reason, resolution.action,"
            + " resolution.person, resolution.at, resolution.note, resolution.job, resolution.edited,"
            + " resolution.next_partition, resolution.next_offset, resolution.outcome, next.name AS next_topic,"
            + " again.reason AS again_reason"
            + " FROM letter"
            + " JOIN cause ON cause.number = letter.cause"
            + " JOIN source AS id ON id.number = letter.id_source"
            + " LEFT JOIN resolution ON resolution.number = letter.resolution"
            + " LEFT JOIN source AS next ON next.number = resolution.next_source"
            + " LEFT JOIN cause AS again ON again.number = resolution.again";

    private static final ReplayOutcome.Outcome[] OUTCOMES = ReplayOutcome.Outcome.values();

    private LetterRows() {}

    static Letter letter(ResultSet row) throws SQLException {
        Optional<Resolution> resolution = resolution(row);
        return new Letter(
                RecordId.text(row.getString("id_topic"), row.getInt("id_partition"), row.getLong("id_offset")),
                row.getString("kind"),
                row.getString("reason"),
                row.getString("message"),
                Optional.ofNullable(row.getString("request_id")),
                Sql.optional(row, "location"),
                Sql.optional(row, "client"),
                Sql.optional(row, "event"),
                TimeKey.instant(row.getLong("received")),
                TimeKey.instant(row.getLong("decided")),
                row.getInt("attempts"),
                row.getInt("replays"),
                row.getInt("partition"),
                row.getLong("offset"),
                resolution,
                fate(resolution, row));
    }

    private static Optional<Resolution> resolution(ResultSet row) throws SQLException {
        int action = row.getInt("action");
        if (action == Schema.OPEN) {
            return Optional.empty();
        }
        return Optional.of(new Resolution(
                action == Schema.REPLAYED ? Action.REPLAY : Action.DISCARD,
                row.getString("person"),
                TimeKey.instant(row.getLong("at")),
                row.getString("note"),
                row.getString("job"),
                row.getBoolean("edited"),
                next(row)));
    }

    private static Optional<String> next(ResultSet row) throws SQLException {
        String topic = row.getString("next_topic");
        return topic == null
                ? Optional.empty()
                : Optional.of(RecordId.text(topic, row.getInt("next_partition"), row.getLong("next_offset")));
    }

    private static Optional<ReplayOutcome> fate(Optional<Resolution> resolution, ResultSet row) throws SQLException {
        if (resolution.isEmpty() || resolution.get().action() != Action.REPLAY) {
            return Optional.empty();
        }
        ReplayOutcome.Outcome outcome = OUTCOMES[row.getInt("outcome")];
        boolean again =
                switch (outcome) {
                    case REJECTED, MALFORMED, FAILED -> true;
                    case WAITING, SCHEDULED, NOT_KNOWN -> false;
                };
        return Optional.of(new ReplayOutcome(
                outcome,
                again ? Optional.ofNullable(row.getString("again_reason")) : Optional.empty(),
                again ? resolution.get().replayedAs() : Optional.empty()));
    }
}
