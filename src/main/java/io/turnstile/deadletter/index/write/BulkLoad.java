package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.Database;
import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.index.database.ResolutionMatch;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.entry.IndexException;
import io.turnstile.deadletter.index.search.JobReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Loader of much at once: rows first, and only then, for all of them together, what is found by comparing rows, the indexes
 * and, beside them on another thread, the words.
 */
final class BulkLoad {

    /** Replays of replays are told by older versions only by the letters between: so many rounds are followed. */
    private static final int ROUNDS = 100;

    /** Clocks of those who decide and those who write down differ by less, in microseconds. */
    private static final long CLOCKS = 60_000_000;

    private static final String RESOLVED = "UPDATE letter SET state = pair.action, resolution = pair.number FROM"
            + " (SELECT letter.key AS key, min(resolution.number) AS number, resolution.action AS action"
            + " FROM resolution CROSS JOIN letter USING (id_source, id_partition, id_offset)"
            + " WHERE " + ResolutionMatch.APPLIES + " GROUP BY letter.key) AS pair WHERE letter.key = pair.key";

    private static final String CAME_BACK = "UPDATE resolution SET outcome ="
            + " CASE cause.kind WHEN 'rejected' THEN 2 WHEN 'malformed' THEN 3 ELSE 4 END, again = letter.cause"
            + " FROM letter JOIN cause ON cause.number = letter.cause"
            + " WHERE resolution.outcome = 0 AND letter.id_source = next_source AND letter.id_partition = next_partition"
            + " AND letter.id_offset = next_offset AND letter.replays > 0";

    private static final String SETTLED = "UPDATE resolution SET outcome = settled.outcome, again = settled.again,"
            + " recorded = 1 FROM settled WHERE resolution.next_source = settled.source"
            + " AND resolution.next_partition = settled.partition AND resolution.next_offset = settled.offset";

    private static final String MARKED = "UPDATE letter SET superseded = " + Schema.SUPERSEDED_RECORDED
            + " FROM marked WHERE letter.partition = marked.partition AND letter.offset = marked.offset"
            + " AND letter.decided <= marked.at + " + CLOCKS;

    private static final String ASK_OF_LETTER = "UPDATE resolution SET first_source = " + RequestOrder.SOURCE
            + ", first_partition = " + RequestOrder.PARTITION + ", first_offset = " + RequestOrder.OFFSET
            + ", first_asked = "
            + RequestOrder.ASKED + " FROM letter WHERE resolution.told = 0 AND resolution.action = " + Schema.REPLAYED
            + " AND letter.id_source = resolution.id_source AND letter.id_partition = resolution.id_partition"
            + " AND letter.id_offset = resolution.id_offset AND letter.resolution = resolution.number";

    private static final String ASK_OF_REPLAY = "UPDATE letter SET first_source = resolution.first_source,"
            + " first_partition = resolution.first_partition, first_offset = resolution.first_offset,"
            + " first_asked = coalesce(resolution.first_asked, 0) FROM resolution"
            + " WHERE letter.replays > 0 AND letter.id_source = resolution.next_source"
            + " AND letter.id_partition = resolution.next_partition AND letter.id_offset = resolution.next_offset"
            + " AND (letter.first_source, letter.first_partition, letter.first_offset, letter.first_asked) IS NOT"
            + " (resolution.first_source, resolution.first_partition, resolution.first_offset,"
            + " coalesce(resolution.first_asked, 0))";

    private final Database database;
    private volatile boolean on;

    BulkLoad(Database database) {
        this.database = database;
    }

    boolean isOn() {
        return on;
    }

    void begin() {
        try {
            Schema.dropIndexes(database.writer());
            database.writer().commit();
            on = true;
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }

    /** Does nothing when it is done already: whoever loads may have to begin again after a failure. */
    void end(ResolutionWriter resolutions) {
        if (!on) {
            return;
        }
        Connection connection = database.writer();
        CompletableFuture<Void> words = CompletableFuture.runAsync(this::createWords);
        try {
            createIdIndex(connection);
            if (hasRows(connection, "resolution")) {
                Schema.run(connection, RESOLVED);
                resolutions.applySeveral(connection);
                Schema.run(connection, CAME_BACK, SETTLED);
                learnAsks(connection);
            }
            if (hasRows(connection, "marked")) {
                Schema.run(connection, MARKED);
            }
            Schema.run(
                    connection,
                    "DELETE FROM settled",
                    "DELETE FROM marked",
                    "DELETE FROM job_outcome",
                    "INSERT INTO job_outcome SELECT job, coalesce(outcome, " + JobReader.NO_OUTCOME + "), count(*)"
                            + " FROM resolution WHERE effect = 1 AND action <> " + Schema.REOPENED + " GROUP BY 1, 2");
            Schema.createOtherIndexes(connection);
            Schema.run(connection, "DELETE FROM newest", SupersedingWriter.ALL_PAIRS);
            connection.commit();
            words.join();
            on = false;
        } catch (SQLException | CompletionException e) {
            rollback(connection);
            throw IndexException.of(e);
        }
    }

    private static boolean hasRows(Connection connection, String table) throws SQLException {
        try (PreparedStatement any = connection.prepareStatement("SELECT 1 FROM " + table + " LIMIT 1")) {
            return Sql.number(any).isPresent();
        }
    }

    /** Learns when requests were first asked for, replay after replay. */
    private static void learnAsks(Connection connection) throws SQLException {
        try (PreparedStatement ofLetter = connection.prepareStatement(ASK_OF_LETTER);
                PreparedStatement ofReplay = connection.prepareStatement(ASK_OF_REPLAY)) {
            int rounds = 0;
            do {
                ofLetter.executeUpdate();
            } while (ofReplay.executeUpdate() > 0 && ++rounds < ROUNDS);
        }
    }

    private static void createIdIndex(Connection connection) throws SQLException {
        Schema.createIdIndex(connection);
        try (PreparedStatement repeated = connection.prepareStatement("SELECT 1 FROM letter INDEXED BY letter_id"
                + " GROUP BY id_source, id_partition, id_offset HAVING count(*) > 1 LIMIT 1")) {
            if (Sql.number(repeated).isEmpty()) {
                return;
            }
        }
        // Some may have been read twice: the first of them counts. What was counted per minute is counted again.
        Schema.run(
                connection,
                "DELETE FROM letter WHERE key NOT IN (SELECT min(key) FROM letter"
                        + " GROUP BY id_source, id_partition, id_offset, partition, offset)",
                "DELETE FROM minute WHERE cause <> " + IndexWriter.SCHEDULED,
                "INSERT INTO minute SELECT decided - decided % 60000000, cause, count(*) FROM letter GROUP BY 1, 2");
    }

    private void createWords() {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Schema.createWords(connection);
            connection.commit();
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }
}
