package io.turnstile.deadletter.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Takes much in at once: rows first, and only then, for all of them together, what is found by comparing rows, the indexes
 * and, beside them on another thread, the words.
 */
final class BulkLoad {

    private static final String SETTLED = "UPDATE resolution SET outcome ="
            + " CASE cause.kind WHEN 'rejected' THEN 2 WHEN 'malformed' THEN 3 ELSE 4 END"
            + " FROM letter JOIN cause ON cause.number = letter.cause"
            + " WHERE resolution.outcome = 0 AND letter.id_source = next_source AND letter.id_partition = next_partition"
            + " AND letter.id_offset = next_offset";

    private static final String RESOLVED = "UPDATE letter SET state = resolution.action FROM resolution"
            + " WHERE letter.id_source = resolution.id_source AND letter.id_partition = resolution.id_partition"
            + " AND letter.id_offset = resolution.id_offset";

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

    /** Does nothing when it is done already: whoever loads may have to begin anew after a failure. */
    void end() {
        if (!on) {
            return;
        }
        Connection connection = database.writer();
        CompletableFuture<Void> words = CompletableFuture.runAsync(this::createWords);
        try {
            createIdIndex(connection);
            Schema.run(
                    connection,
                    SETTLED,
                    "DELETE FROM job_outcome",
                    "INSERT INTO job_outcome SELECT job, coalesce(outcome, " + JobReader.NO_OUTCOME + "), count(*)"
                            + " FROM resolution GROUP BY 1, 2",
                    RESOLVED);
            Schema.createOtherIndexes(connection);
            connection.commit();
            words.join();
            on = false;
        } catch (SQLException | CompletionException e) {
            rollback(connection);
            throw IndexException.of(e);
        }
    }

    private static void createIdIndex(Connection connection) throws SQLException {
        try {
            Schema.createIdIndex(connection);
        } catch (SQLException e) {
            // Letters have the same id: the first of them counts. What was counted per minute is counted again.
            Schema.run(
                    connection,
                    "DELETE FROM letter WHERE key NOT IN (SELECT min(key) FROM letter"
                            + " GROUP BY id_source, id_partition, id_offset)",
                    "DELETE FROM minute WHERE cause <> " + IndexWriter.SCHEDULED,
                    "INSERT INTO minute SELECT decided - decided % 60000000, cause, count(*) FROM letter GROUP BY 1, 2");
            Schema.createIdIndex(connection);
        }
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
