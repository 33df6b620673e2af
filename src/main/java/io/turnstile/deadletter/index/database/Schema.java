package io.turnstile.deadletter.index.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Schema of the database. Texts that repeat stand once, in {@code source} (topics) and {@code cause} (kind and reason). */
public final class Schema {

    /** Values of {@code letter.state}: what the letter's resolution says. */
    public static final int OPEN = 0;

    public static final int REPLAYED = 1;
    public static final int DISCARDED = 2;

    /** Value of {@code resolution.action} alone: the letter is open again. */
    public static final int REOPENED = 3;

    /** Values of {@code letter.superseded}: whether a newer schedule of the same client and event is known. */
    public static final int NOT_SUPERSEDED = 0;

    /** It is, and that is to be recorded. */
    public static final int SUPERSEDED = 1;

    public static final int SUPERSEDED_NOT_KNOWN = 2;
    public static final int SUPERSEDED_RECORDED = 3;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            "CREATE TABLE cause (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL,"
                    + " UNIQUE (kind, reason))",
            // key: see TimeKey. id_*: the letter's id, see RecordId. Times are microseconds since 1970. plain: the
            // searched text as Words makes it, unless it is ASCII. resolution: the number of its resolution.
            // superseded:
            // the values above. first_*: when and where the request was first asked for, null if that is id_* and
            // received.
            "CREATE TABLE letter (key INTEGER PRIMARY KEY, state INTEGER NOT NULL, cause INTEGER NOT NULL,"
                    + " location INTEGER, client INTEGER, event INTEGER,"
                    + " id_source INTEGER NOT NULL, id_partition INTEGER NOT NULL, id_offset INTEGER NOT NULL,"
                    + " partition INTEGER NOT NULL, offset INTEGER NOT NULL,"
                    + " received INTEGER NOT NULL, decided INTEGER NOT NULL,"
                    + " attempts INTEGER NOT NULL, replays INTEGER NOT NULL,"
                    + " message TEXT NOT NULL, request_id TEXT, record_key TEXT NOT NULL, plain TEXT,"
                    + " resolution INTEGER, superseded INTEGER NOT NULL DEFAULT 0, first_source INTEGER,"
                    + " first_partition INTEGER, first_offset INTEGER, first_asked INTEGER)",
            "CREATE INDEX letter_unrecorded ON letter (key) WHERE superseded = " + SUPERSEDED,
            // place_*: the letter's place, null if it is not told. next_*: the id of the request that was written
            // again.
            // outcome: Fate.Outcome's place; null for a discard. again: the cause of the new letter. recorded: whether
            // the
            // outcome stands on the topic of the jobs. first_*: see letter; told: whether the record told it itself.
            // effect: 0 if all letters that it applies to were resolved before it.
            "CREATE TABLE resolution (number INTEGER PRIMARY KEY, id_source INTEGER NOT NULL,"
                    + " id_partition INTEGER NOT NULL, id_offset INTEGER NOT NULL, place_partition INTEGER,"
                    + " place_offset INTEGER, action INTEGER NOT NULL,"
                    + " person TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL, job TEXT NOT NULL,"
                    + " edited INTEGER NOT NULL, next_source INTEGER, next_partition INTEGER, next_offset INTEGER,"
                    + " outcome INTEGER, again INTEGER, recorded INTEGER NOT NULL DEFAULT 0, told INTEGER NOT NULL,"
                    + " effect INTEGER NOT NULL DEFAULT 1,"
                    + " first_source INTEGER NOT NULL, first_partition INTEGER NOT NULL, first_offset INTEGER NOT NULL,"
                    + " first_asked INTEGER)",
            "CREATE INDEX resolution_id ON resolution (id_source, id_partition, id_offset)",
            "CREATE INDEX resolution_next ON resolution (next_source, next_partition, next_offset)",
            "CREATE INDEX resolution_job ON resolution (job)",
            "CREATE INDEX resolution_waiting ON resolution (at) WHERE outcome = 0",
            "CREATE INDEX resolution_unrecorded ON resolution (number) WHERE recorded = 0 AND outcome BETWEEN 1 AND 4",
            "CREATE TABLE job_outcome (job TEXT NOT NULL, outcome INTEGER NOT NULL, n INTEGER NOT NULL,"
                    + " PRIMARY KEY (job, outcome)) WITHOUT ROWID",
            // The newest letter of a client and event, by when it was asked for, if they have more than one.
            "CREATE TABLE newest (client INTEGER NOT NULL, event INTEGER NOT NULL, source INTEGER NOT NULL,"
                    + " partition INTEGER NOT NULL, offset INTEGER NOT NULL, asked INTEGER NOT NULL,"
                    + " PRIMARY KEY (client, event, source, partition)) WITHOUT ROWID",
            // The last schedules, for letters that come after a newer request was scheduled. exact: whether asked is
            // when
            // the request was asked for; otherwise it is when it was decided, which is later.
            "CREATE TABLE recent (number INTEGER PRIMARY KEY, client INTEGER NOT NULL, event INTEGER NOT NULL,"
                    + " source INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,"
                    + " asked INTEGER NOT NULL, exact INTEGER NOT NULL, decided INTEGER NOT NULL)",
            "CREATE INDEX recent_pair ON recent (client, event)",
            // What histories tell, until the letters and resolutions are there that they are about.
            "CREATE TABLE settled (source INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,"
                    + " outcome INTEGER NOT NULL, again INTEGER, PRIMARY KEY (source, partition, offset)) WITHOUT ROWID",
            // at: when that was written down.
            "CREATE TABLE marked (partition INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL,"
                    + " PRIMARY KEY (partition, offset))"
                    + " WITHOUT ROWID",
            // Open letters that a job meant when they went from Kafka. after: the last resolution that was known then.
            "CREATE TABLE abandoned (job TEXT NOT NULL, id_source INTEGER NOT NULL, id_partition INTEGER NOT NULL,"
                    + " id_offset INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,"
                    + " decided INTEGER NOT NULL, after INTEGER NOT NULL, PRIMARY KEY (job, id_source, id_partition,"
                    + " id_offset, partition, offset, decided)) WITHOUT ROWID",
            // Up to where each partition has been taken in.
            "CREATE TABLE position (topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,"
                    + " PRIMARY KEY (topic, partition)) WITHOUT ROWID",
            // cause 0: schedules.
            "CREATE TABLE minute (at INTEGER NOT NULL, cause INTEGER NOT NULL, n INTEGER NOT NULL,"
                    + " PRIMARY KEY (at, cause)) WITHOUT ROWID");

    private static final String ID_INDEX = "CREATE INDEX letter_id ON letter (id_source, id_partition, id_offset)";

    /** Each is enough to answer what it is for without a look at the letters, in the order of time: it ends with the key. */
    private static final List<String> INDEXES = List.of(
            "CREATE INDEX letter_cause ON letter (state, cause)",
            "CREATE INDEX letter_location ON letter (location, key, state, cause)",
            "CREATE INDEX letter_event ON letter (event, key, state, cause, location)",
            "CREATE INDEX letter_client ON letter (client, event, key, state, cause)");

    /**
     * What is searched for of a letter: its words, and its cause, location and event as words that nobody can write, so that a
     * search for a common word of a few letters need not look at all that have it.
     */
    private static final String WORDS = "INSERT INTO words.word (rowid, text) SELECT key,"
            + " coalesce(plain, message || ' ' || coalesce(request_id, '') || ' ' || record_key)"
            + " || ' \uE000c' || cause || ' \uE000l' || coalesce(location, '') || ' \uE000e' || coalesce(event, '')"
            + " FROM letter WHERE ";

    /** Indexes the words of one letter. */
    public static final String WORDS_OF_ONE = WORDS + "key = ?";

    private static final String ALL_WORDS = WORDS + "true ORDER BY key";

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        run(connection, TABLES);
        run(
                connection,
                "CREATE VIRTUAL TABLE words.word USING fts5 (text, content = '', columnsize = 0, detail = none,"
                        + " tokenize = 'ascii')");
        createIndexes(connection);
    }

    static void createIndexes(Connection connection) throws SQLException {
        createIdIndex(connection);
        createOtherIndexes(connection);
    }

    public static void createIdIndex(Connection connection) throws SQLException {
        run(connection, ID_INDEX);
    }

    public static void createOtherIndexes(Connection connection) throws SQLException {
        run(connection, INDEXES);
    }

    public static void dropIndexes(Connection connection) throws SQLException {
        for (String each : List.of("id", "cause", "location", "event", "client")) {
            run(connection, "DROP INDEX IF EXISTS letter_" + each);
        }
    }

    /** Indexes the words of all letters, which is quickest in their order and in large parts. */
    public static void createWords(Connection connection) throws SQLException {
        run(
                connection,
                "INSERT INTO words.word (word) VALUES ('delete-all')",
                "INSERT INTO words.word (word, rank) VALUES ('hashsize', 33554432)",
                "INSERT INTO words.word (word, rank) VALUES ('automerge', 0)",
                ALL_WORDS,
                "INSERT INTO words.word (word, rank) VALUES ('hashsize', 1048576)",
                "INSERT INTO words.word (word, rank) VALUES ('automerge', 4)");
    }

    /** Forgets the words of all letters. */
    public static void deleteWords(Connection connection) throws SQLException {
        run(connection, "INSERT INTO words.word (word) VALUES ('delete-all')");
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        run(connection, List.of(statements));
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
