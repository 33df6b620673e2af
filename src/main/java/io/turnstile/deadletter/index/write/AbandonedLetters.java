package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.ResolutionMatch;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.entry.MeantLetters;
import io.turnstile.deadletter.index.search.LetterQueries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Memory of the open letters that jobs meant by a filter when the letters went from Kafka. Thread-safe. */
public final class AbandonedLetters {

    private static final String OPEN = "SELECT count(*) FROM abandoned AS letter WHERE letter.job = ?"
            + " AND NOT EXISTS (SELECT 1 FROM resolution WHERE resolution.id_source = letter.id_source"
            + " AND resolution.id_partition = letter.id_partition AND resolution.id_offset = letter.id_offset"
            + " AND resolution.number > letter.after AND resolution.action <> " + Schema.REOPENED + " AND "
            + ResolutionMatch.APPLIES + ")";

    private final Set<String> complete = ConcurrentHashMap.newKeySet();

    /**
     * Keeps all letters of jobs, unless that was done before: letters of another topic may be in their places by now, and a job
     * means none that came later.
     */
    public void keepAll(Connection connection, LetterQueries queries, List<MeantLetters> meant) throws SQLException {
        List<MeantLetters> first =
                meant.stream().filter(each -> !complete.contains(each.jobId())).toList();
        keep(connection, queries, first);
        first.forEach(each -> complete.add(each.jobId()));
    }

    /** Keeps these letters, beside those that were kept before. */
    public void keep(Connection connection, LetterQueries queries, List<MeantLetters> meant) throws SQLException {
        for (MeantLetters each : meant) {
            Optional<String> letters = queries.all(each.filter(), each.ends());
            if (letters.isPresent()) {
                try (PreparedStatement keep =
                        connection.prepareStatement("INSERT OR IGNORE INTO abandoned SELECT ?, id_source,"
                                + " id_partition, id_offset, partition, offset, decided,"
                                + " (SELECT coalesce(max(number), 0) FROM resolution) FROM " + letters.get())) {
                    keep.setString(1, each.jobId());
                    keep.executeUpdate();
                }
            }
        }
    }

    /** Counts those that nobody has resolved, as it turned out; empty if only some were kept, or none. */
    public OptionalLong open(Connection connection, String job, boolean some) throws SQLException {
        if (!some && !complete.contains(job)) {
            return OptionalLong.empty();
        }
        try (PreparedStatement open = connection.prepareStatement(OPEN)) {
            open.setString(1, job);
            return Sql.number(open);
        }
    }
}
