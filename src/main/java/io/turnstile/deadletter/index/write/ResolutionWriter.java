package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.ResolutionMatch;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.index.search.JobReader;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writer of resolutions. The first resolution of a letter counts, or the first after it was
 * last reopened, and none that is older than the letter.
 */
final class ResolutionWriter {

    private final PreparedStatement ofId;
    private final PreparedStatement copy;
    private final PreparedStatement add;
    private final PreparedStatement applies;
    private final PreparedStatement askOfLetter;
    private final PreparedStatement delete;
    private final PreparedStatement effect;
    private final PreparedStatement resolve;
    private final PreparedStatement reopen;
    private final PreparedStatement openAll;
    private final PreparedStatement tellAsk;

    private final Connection connection;
    private final OutcomeWriter outcomes;
    private final ScheduleCoverage coverage;

    ResolutionWriter(Connection connection, OutcomeWriter outcomes, ScheduleCoverage coverage) throws SQLException {
        this.connection = connection;
        this.outcomes = outcomes;
        this.coverage = coverage;
        ofId = connection.prepareStatement("SELECT * FROM resolution WHERE id_source = ? AND id_partition = ?"
                + " AND id_offset = ? ORDER BY number");
        copy = connection.prepareStatement(
                "SELECT 1 FROM resolution WHERE id_source = ? AND id_partition = ?"
                        + " AND id_offset = ? AND place_partition IS ? AND place_offset IS ? AND at = ? AND job = ? AND action = ?");
        add = connection.prepareStatement("INSERT INTO resolution (id_source, id_partition, id_offset, place_partition,"
                + " place_offset, action, person, at, note, job, edited, next_source, next_partition, next_offset, outcome,"
                + " told, first_source, first_partition, first_offset, first_asked)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number");
        applies = connection.prepareStatement("SELECT max(letter.state = 0) FROM resolution JOIN letter"
                + " USING (id_source, id_partition, id_offset) WHERE resolution.number = ? AND "
                + ResolutionMatch.APPLIES);
        askOfLetter = connection.prepareStatement(
                "SELECT " + RequestOrder.OF_LETTER + " FROM letter WHERE resolution = ? AND id_source = ?"
                        + " AND id_partition = ? AND id_offset = ? LIMIT 1");
        delete = connection.prepareStatement("DELETE FROM resolution WHERE number = ?");
        effect = connection.prepareStatement("UPDATE resolution SET effect = ? WHERE number = ?");
        resolve = connection.prepareStatement(
                "UPDATE letter SET state = resolution.action, resolution = resolution.number"
                        + " FROM resolution WHERE resolution.number = ? AND letter.id_source = resolution.id_source"
                        + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                        + " AND letter.state = 0 AND " + ResolutionMatch.APPLIES);
        reopen = connection.prepareStatement("UPDATE letter SET state = 0, resolution = NULL"
                + " FROM resolution WHERE resolution.number = ? AND letter.id_source = resolution.id_source"
                + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                + " AND letter.state <> 0 AND " + ResolutionMatch.APPLIES);
        openAll = connection.prepareStatement("UPDATE letter SET state = 0, resolution = NULL"
                + " WHERE id_source = ? AND id_partition = ? AND id_offset = ?");
        tellAsk = connection.prepareStatement("UPDATE resolution SET first_source = ?, first_partition = ?,"
                + " first_offset = ?, first_asked = ? WHERE number = ? AND told = 0");
    }

    static int state(Action action) {
        return switch (action) {
            case REPLAY -> Schema.REPLAYED;
            case DISCARD -> Schema.DISCARDED;
            case REOPEN -> Schema.REOPENED;
        };
    }

    /** Resolves the letters of an id, one of which was added, if it has resolutions already. */
    void resolve(long source, RecordId id) throws SQLException {
        applyAgain(source, id, true);
    }

    /**
     * Writes a resolution without a look at letters.
     *
     * @param outcome what became of the replay so far; empty for a discard
     * @param ask when and where the letter's request was first asked for, if the record tells, otherwise the letter's id
     * @return its number
     */
    long add(
            long source,
            RecordId id,
            ResolutionEntry entry,
            OptionalLong nextSource,
            OptionalInt outcome,
            long askSource,
            RecordId ask)
            throws SQLException {
        Resolution each = entry.resolution();
        RecordId next = each.replayedAs().map(RecordId::parse).orElse(new RecordId("", -1, -1));
        Sql.bind(add, 1, source, id);
        bindPlace(add, 4, entry);
        add.setInt(6, state(each.action()));
        add.setString(7, each.by());
        add.setLong(8, TimeKey.micros(each.at()));
        add.setString(9, each.note());
        add.setString(10, each.jobId());
        add.setBoolean(11, each.edited());
        Sql.bind(add, 12, nextSource);
        add.setInt(13, next.partition());
        add.setLong(14, next.offset());
        Sql.bind(add, 15, outcome.isEmpty() ? OptionalLong.empty() : OptionalLong.of(outcome.getAsInt()));
        add.setBoolean(16, entry.ask().isPresent());
        Sql.bind(add, 17, askSource, ask);
        Sql.bind(
                add,
                20,
                entry.ask()
                        .map(told -> OptionalLong.of(TimeKey.micros(told.at())))
                        .orElse(OptionalLong.empty()));
        return Sql.number(add).orElseThrow();
    }

    private static void bindPlace(PreparedStatement statement, int at, ResolutionEntry entry) throws SQLException {
        Sql.bind(
                statement,
                at,
                entry.place().map(place -> OptionalLong.of(place.partition())).orElse(OptionalLong.empty()));
        Sql.bind(
                statement,
                at + 1,
                entry.place().map(Place::offset).map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /** Returns whether the same record was taken in before. */
    boolean isCopy(long source, RecordId id, ResolutionEntry entry) throws SQLException {
        Sql.bind(copy, 1, source, id);
        bindPlace(copy, 4, entry);
        copy.setLong(6, TimeKey.micros(entry.resolution().at()));
        copy.setString(7, entry.resolution().jobId());
        copy.setInt(8, state(entry.resolution().action()));
        return Sql.number(copy).isPresent();
    }

    /**
     * Resolves the letters that a resolution applies to, and counts it for its job.
     *
     * @return whether it has an effect: not if all letters that it applies to are resolved already
     */
    boolean apply(long number, long source, RecordId id, String job, OptionalInt outcome) throws SQLException {
        if (!takesEffect(number, source, id)) {
            setEffect(number, false);
            return false;
        }
        outcomes.count(job, outcome.orElse(JobReader.NO_OUTCOME), 1);
        return true;
    }

    private boolean takesEffect(long number, long source, RecordId id) throws SQLException {
        applies.setLong(1, number);
        OptionalLong open = Sql.number(applies);
        if (open.isPresent() && open.getAsLong() == 0) {
            return false;
        }
        resolve.setLong(1, number);
        if (resolve.executeUpdate() > 0) {
            learnAsk(number, source, id);
        }
        return true;
    }

    private void setEffect(long number, boolean any) throws SQLException {
        effect.setBoolean(1, any);
        effect.setLong(2, number);
        effect.executeUpdate();
    }

    /**
     * Opens the letters again that a reopening applies to. No schedules were read for the sake of a resolved letter: whether one
     * superseded it may not be known.
     *
     * @return whether any was resolved
     */
    boolean reopen(long number) throws SQLException {
        reopen.setLong(1, number);
        if (reopen.executeUpdate() == 0) {
            return false;
        }
        try (PreparedStatement notKnown = connection.prepareStatement("UPDATE letter SET superseded = "
                + Schema.SUPERSEDED_NOT_KNOWN + " FROM resolution WHERE resolution.number = ? AND letter.id_source ="
                + " resolution.id_source AND letter.id_partition = resolution.id_partition AND letter.id_offset ="
                + " resolution.id_offset AND " + ResolutionMatch.APPLIES + " AND letter.superseded = "
                + Schema.NOT_SUPERSEDED + " AND "
                + coverage.notCompared())) {
            notKnown.setLong(1, number);
            notKnown.executeUpdate();
        }
        return true;
    }

    /** Parts of a resolution on which its effect depends. */
    private record Row(long number, Copy copy, String job, int outcome, boolean effect) {}

    /** What copies of one record have in common. */
    private record Copy(@Nullable Object partition, @Nullable Object offset, long at, String job, int action) {}

    /**
     * Applies all resolutions of an id once more, in their order: what has an effect depends on which letters there are.
     *
     * @param counted whether they are counted for their jobs
     */
    void applyAgain(long source, RecordId id, boolean counted) throws SQLException {
        List<Row> rows = rows(source, id);
        if (rows.isEmpty()) {
            return;
        }
        Sql.bind(openAll, 1, source, id);
        openAll.executeUpdate();
        Set<Copy> known = new HashSet<>();
        for (Row each : rows) {
            if (!known.add(each.copy())) {
                delete.setLong(1, each.number());
                delete.executeUpdate();
            } else if (each.copy().action() == Schema.REOPENED) {
                reopen(each.number());
            } else {
                applyAgain(each, source, id, counted);
            }
        }
    }

    private void applyAgain(Row each, long source, RecordId id, boolean counted) throws SQLException {
        boolean effective = takesEffect(each.number(), source, id);
        if (effective != each.effect()) {
            setEffect(each.number(), effective);
            if (counted) {
                outcomes.count(each.job(), each.outcome(), effective ? 1 : -1);
            }
        }
    }

    private List<Row> rows(long source, RecordId id) throws SQLException {
        List<Row> rows = new ArrayList<>();
        Sql.bind(ofId, 1, source, id);
        try (ResultSet row = ofId.executeQuery()) {
            while (row.next()) {
                String job = row.getString("job");
                Copy copy = new Copy(
                        row.getObject("place_partition"),
                        row.getObject("place_offset"),
                        row.getLong("at"),
                        job,
                        row.getInt("action"));
                int outcome = (int) Sql.optional(row, "outcome").orElse(JobReader.NO_OUTCOME);
                rows.add(new Row(row.getLong("number"), copy, job, outcome, row.getBoolean("effect")));
            }
        }
        return rows;
    }

    /** Applies the resolutions of all ids once more that have several: the first of them was taken for all of them. */
    void applySeveral(Connection connection) throws SQLException {
        record Several(long source, RecordId id) {}
        List<Several> several = new ArrayList<>();
        try (PreparedStatement all = connection.prepareStatement("SELECT id_source, id_partition, id_offset"
                        + " FROM resolution GROUP BY 1, 2, 3 HAVING count(*) > 1 OR max(action) = " + Schema.REOPENED);
                ResultSet row = all.executeQuery()) {
            while (row.next()) {
                several.add(new Several(row.getLong(1), new RecordId("", row.getInt(2), row.getLong(3))));
            }
        }
        for (Several each : several) {
            applyAgain(each.source(), each.id(), false);
        }
    }

    private void learnAsk(long number, long source, RecordId id) throws SQLException {
        askOfLetter.setLong(1, number);
        Sql.bind(askOfLetter, 2, source, id);
        try (ResultSet letter = askOfLetter.executeQuery()) {
            if (letter.next()) {
                for (int column = 1; column <= 4; column++) {
                    tellAsk.setLong(column, letter.getLong(column));
                }
                tellAsk.setLong(5, number);
                tellAsk.executeUpdate();
            }
        }
    }
}
