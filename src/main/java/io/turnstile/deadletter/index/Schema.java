package io.turnstile.deadletter.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Lays out the database. Texts that repeat stand once, in {@code source} (topics) and {@code cause} (kind and reason). */
final class Schema {

    /** Values of {@code letter.state}: what the letter's resolution says. */
    static final int OPEN = 0;

    static final int REPLAYED = 1;
    static final int DISCARDED = 2;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            "CREATE TABLE cause (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL,"
                    + " UNIQUE (kind, reason))",
            // key: see TimeKey. id_*: the letter's id, see RecordId. Times are microseconds since 1970.
            "CREATE TABLE letter (key INTEGER PRIMARY KEY, state INTEGER NOT NULL, cause INTEGER NOT NULL,"
                    + " location INTEGER, client INTEGER, event INTEGER,"
                    + " id_source INTEGER NOT NULL, id_partition INTEGER NOT NULL, id_offset INTEGER NOT NULL,"
                    + " partition INTEGER NOT NULL, offset INTEGER NOT NULL,"
                    + " received INTEGER NOT NULL, decided INTEGER NOT NULL,"
                    + " attempts INTEGER NOT NULL, replays INTEGER NOT NULL,"
                    + " message TEXT NOT NULL, request_id TEXT)",
            "CREATE VIRTUAL TABLE word USING fts5 (text, content = '', columnsize = 0, detail = none,"
                    + " tokenize = 'ascii')",
            // next_*: the id of the request that was written again. outcome: Fate.Outcome's place; null for a discard.
            "CREATE TABLE resolution (number INTEGER PRIMARY KEY, id_source INTEGER NOT NULL,"
                    + " id_partition INTEGER NOT NULL, id_offset INTEGER NOT NULL, action INTEGER NOT NULL,"
                    + " person TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL, job TEXT NOT NULL,"
                    + " edited INTEGER NOT NULL, next_source INTEGER, next_partition INTEGER, next_offset INTEGER,"
                    + " outcome INTEGER, UNIQUE (id_source, id_partition, id_offset))",
            "CREATE INDEX resolution_next ON resolution (next_source, next_partition, next_offset)",
            "CREATE INDEX resolution_job ON resolution (job)",
            "CREATE TABLE job_outcome (job TEXT NOT NULL, outcome INTEGER NOT NULL, n INTEGER NOT NULL,"
                    + " PRIMARY KEY (job, outcome)) WITHOUT ROWID",
            // The newest schedule of a client and event.
            "CREATE TABLE decision (client INTEGER NOT NULL, event INTEGER NOT NULL, at INTEGER NOT NULL,"
                    + " PRIMARY KEY (client, event)) WITHOUT ROWID",
            // cause 0: schedules.
            "CREATE TABLE minute (at INTEGER NOT NULL, cause INTEGER NOT NULL, n INTEGER NOT NULL,"
                    + " PRIMARY KEY (at, cause)) WITHOUT ROWID");

    private static final List<String> INDEXES = List.of(
            "CREATE UNIQUE INDEX letter_id ON letter (id_source, id_partition, id_offset)",
            "CREATE INDEX letter_cause ON letter (state, cause, key)",
            "CREATE INDEX letter_location ON letter (location, key, state, cause, event)",
            "CREATE INDEX letter_event ON letter (event, key, state, cause)",
            "CREATE INDEX letter_client ON letter (client, key, state, cause)",
            "CREATE INDEX letter_pair ON letter (client, event, key)");

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : TABLES) {
                statement.execute(each);
            }
            for (String each : INDEXES) {
                statement.execute(each);
            }
        }
    }
}
