package io.turnstile.deadletter.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Dictionary that gives numbers to texts that repeat. Used by the thread that writes. */
public final class NameDictionary {

    /** Texts are few, unless a topic holds something else than dead letters: then memory stays bounded. */
    private static final int REMEMBERED = 10_000;

    private record Cause(String kind, String reason) {}

    private final Map<String, Long> sources = new HashMap<>();
    private final Map<Cause, Long> causes = new HashMap<>();
    private final PreparedStatement findSource;
    private final PreparedStatement addSource;
    private final PreparedStatement findCause;
    private final PreparedStatement addCause;
    private final PreparedStatement kind;

    public NameDictionary(Connection connection) throws SQLException {
        findSource = connection.prepareStatement("SELECT number FROM source WHERE name = ?");
        addSource = connection.prepareStatement("INSERT INTO source (name) VALUES (?) RETURNING number");
        findCause = connection.prepareStatement("SELECT number FROM cause WHERE kind = ? AND reason = ?");
        kind = connection.prepareStatement("SELECT kind FROM cause WHERE number = ?");
        addCause = connection.prepareStatement("INSERT INTO cause (kind, reason) VALUES (?, ?) RETURNING number");
    }

    public long source(String name) throws SQLException {
        Long known = sources.get(name);
        if (known != null) {
            return known;
        }
        OptionalLong found = number(findSource, name);
        long number =
                found.isPresent() ? found.getAsLong() : number(addSource, name).orElseThrow();
        remember(sources, name, number);
        return number;
    }

    /** Returns the kind of a cause. */
    public String kind(long cause) throws SQLException {
        kind.setLong(1, cause);
        try (ResultSet rows = kind.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    public long cause(String kind, String reason) throws SQLException {
        Cause cause = new Cause(kind, reason);
        Long known = causes.get(cause);
        if (known != null) {
            return known;
        }
        OptionalLong found = number(findCause, kind, reason);
        long number = found.isPresent()
                ? found.getAsLong()
                : number(addCause, kind, reason).orElseThrow();
        remember(causes, cause, number);
        return number;
    }

    /** Forgets numbers that were given in a transaction that was taken back. */
    public void forget() {
        sources.clear();
        causes.clear();
    }

    private static OptionalLong number(PreparedStatement statement, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }

    private static <K> void remember(Map<K, Long> numbers, K name, long number) {
        if (numbers.size() >= REMEMBERED) {
            numbers.clear();
        }
        numbers.put(name, number);
    }
}
