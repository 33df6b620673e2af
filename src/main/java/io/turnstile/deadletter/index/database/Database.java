package io.turnstile.deadletter.index.database;

import io.turnstile.deadletter.index.entry.IndexException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Database file, in a folder that goes with it, and the connections to it: one that writes, some that read. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 4;

    private final IndexFolder folder;
    private final Connection writer;
    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
    private int opened;
    private boolean closed;

    private Database(IndexFolder folder) throws SQLException {
        this.folder = folder;
        this.writer = connect();
        Schema.run(writer, "PRAGMA cache_size = -65536");
        Schema.create(writer);
        writer.setAutoCommit(false);
    }

    public static Database create() {
        try {
            return new Database(IndexFolder.create());
        } catch (IOException e) {
            throw new IndexException("No folder could be made for the index of the dead letters: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }

    /** Returns the connection that writes, in a transaction; one thread at a time may use it. */
    public Connection writer() {
        return writer;
    }

    @FunctionalInterface
    public interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs queries that see one and the same state, on a connection that is free; waits for one. */
    public <T> T read(Query<T> query) {
        Connection connection = take();
        try {
            return query.run(connection);
        } catch (SQLException e) {
            throw IndexException.of(e);
        } finally {
            giveBack(connection);
        }
    }

    /** Ends the transaction whatever happened in it: the next query on this connection would see its old state otherwise. */
    private void giveBack(Connection connection) {
        try {
            connection.rollback();
            idle.add(connection);
        } catch (SQLException e) {
            discard(connection);
            throw IndexException.of(e);
        }
    }

    private void discard(Connection connection) {
        synchronized (this) {
            opened--;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection whose transaction could not be ended could not be closed either", e);
        }
    }

    private Connection take() {
        try {
            synchronized (this) {
                if (closed) {
                    throw new IllegalStateException("The index of the dead letters is closed");
                }
                if (idle.isEmpty() && opened < READERS) {
                    Connection connection = connect();
                    Schema.run(
                            connection,
                            "CREATE VIRTUAL TABLE temp.term USING fts5vocab (words, word, row)",
                            "PRAGMA query_only = ON",
                            "PRAGMA cache_size = -16384");
                    connection.setAutoCommit(false);
                    opened++;
                    return connection;
                }
            }
            return idle.take();
        } catch (SQLException e) {
            throw IndexException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the index of the dead letters", e);
        }
    }

    /** Opens a connection that reads or writes, with the words attached as {@code words}. */
    public Connection connect() throws SQLException {
        // After each insert the driver would ask for the row's number, which nobody wants to know.
        Connection connection = DriverManager.getConnection(
                "jdbc:sqlite:" + folder.file("index.db") + "?jdbc.get_generated_keys=false");
        Schema.run(
                connection,
                "ATTACH '" + folder.file("words.db").toString().replace("'", "''") + "' AS words",
                "PRAGMA main.page_size = 16384", // a million letters take a twentieth less time than with 4096
                "PRAGMA words.page_size = 16384",
                "PRAGMA main.journal_mode = WAL",
                "PRAGMA words.journal_mode = WAL",
                "PRAGMA synchronous = OFF",
                "PRAGMA words.synchronous = OFF",
                "PRAGMA mmap_size = 4294967296",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA busy_timeout = 60000",
                "PRAGMA main.wal_autocheckpoint = 2048");
        return connection;
    }

    /** Closes all connections, waiting for queries that run, and deletes the file. */
    @Override
    public void close() {
        int readers;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            readers = opened;
        }
        try {
            for (int i = 0; i < readers; i++) {
                idle.take().close();
            }
            writer.close();
        } catch (SQLException e) {
            throw IndexException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            folder.close();
        } catch (IOException e) {
            throw new IndexException("The index of the dead letters could not be deleted: " + e.getMessage(), e);
        }
    }
}
