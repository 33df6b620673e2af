package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.ResolutionMatch;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.JobReturn;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of what jobs did. */
public final class JobReader {

    /** Value of {@code job_outcome} for discards, which have no outcome of their own. */
    public static final int NO_OUTCOME = -1;

    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Leaves out what was done about the letters of today. */
    private static final String OF_LETTERS_GONE = " AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.id_source ="
            + " resolution.id_source AND letter.id_partition = resolution.id_partition AND letter.id_offset ="
            + " resolution.id_offset AND " + ResolutionMatch.APPLIES + ")";

    private JobReader() {}

    public static List<JobReturn> returns(Connection connection, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(before.reason, 'UNKNOWN'),"
                        + " now.reason, count(*) FROM resolution JOIN cause AS now ON now.number = resolution.again"
                        + " LEFT JOIN letter ON letter.id_source = resolution.id_source"
                        + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                        + " AND letter.resolution = resolution.number LEFT JOIN cause AS before ON before.number = letter.cause"
                        + " WHERE resolution.job = ? AND resolution.effect = 1 AND resolution.outcome BETWEEN 2 AND 4 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")) {
            statement.setString(1, job);
            List<JobReturn> returns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    returns.add(new JobReturn(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return returns;
        }
    }

    public static Map<String, ReplayOutcome> fates(Connection connection, Collection<String> replayedAs)
            throws SQLException {
        Map<String, ReplayOutcome> fates = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT outcome, cause.reason FROM source"
                + " JOIN resolution ON next_source = source.number LEFT JOIN cause ON cause.number = again"
                + " WHERE source.name = ? AND next_partition = ? AND next_offset = ? LIMIT 1")) {
            for (String each : replayedAs) {
                Sql.bind(statement, RecordId.parse(each));
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        Optional<String> reason = Optional.ofNullable(row.getString(2));
                        fates.put(each, new ReplayOutcome(OUTCOMES[row.getInt(1)], reason, reason.map(any -> each)));
                    }
                }
            }
        }
        return fates;
    }

    /**
     * Finds which job resolved each of some letters that a job means by id and that are not there: this one, if it did.
     *
     * @param ends where each partition of the dead-letter topic ended when the job was ordered: it means no letter behind
     * @param gone whether the topic is another one by now: what was done about its letters is not meant
     */
    public static Map<String, String> resolvers(
            Connection connection, Collection<String> letterIds, String job, Map<Integer, Long> ends, boolean gone)
            throws SQLException {
        Map<String, String> resolvers = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT job, action FROM source"
                + " JOIN resolution ON id_source = source.number WHERE source.name = ? AND id_partition = ?"
                + " AND id_offset = ? AND effect = 1 AND (place_offset IS NULL OR (true"
                + LetterBounds.within(ends, "place_partition", "place_offset") + "))" + (gone ? OF_LETTERS_GONE : "")
                + " ORDER BY job = ? DESC, resolution.number DESC LIMIT 1")) {
            for (String each : letterIds) {
                Sql.bind(statement, RecordId.parse(each));
                statement.setString(4, job);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next() && row.getInt(2) != Schema.REOPENED) {
                        resolvers.put(each, row.getString(1));
                    }
                }
            }
        }
        return resolvers;
    }

    /** Counts the letters of a topic that is gone, before some ends, that others than a job resolved from a moment on. */
    public static long resolvedByOthers(Connection connection, String job, Map<Integer, Long> ends, long sinceMicros)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM (SELECT DISTINCT place_partition AS partition, place_offset AS offset"
                        + " FROM resolution WHERE effect = 1 AND action <> " + Schema.REOPENED
                        + " AND job <> ? AND at >= ? AND place_offset IS NOT NULL" + OF_LETTERS_GONE + ") WHERE true"
                        + LetterBounds.within(ends))) {
            statement.setString(1, job);
            statement.setLong(2, sinceMicros);
            return Sql.number(statement).orElseThrow();
        }
    }

    public static JobCount count(Connection connection, String job) throws SQLException {
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
