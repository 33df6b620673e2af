package io.turnstile.deadletter.index.database;

import io.turnstile.kafka.RecordId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Binding and reading of values that may be absent. */
public final class Sql {

    private Sql() {}

    public static void bind(PreparedStatement statement, int at, OptionalLong value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(at, value.getAsLong());
        } else {
            statement.setNull(at, Types.INTEGER);
        }
    }

    /** Binds an id as three columns. */
    public static void bind(PreparedStatement statement, int at, long source, RecordId id) throws SQLException {
        statement.setLong(at, source);
        statement.setInt(at + 1, id.partition());
        statement.setLong(at + 2, id.offset());
    }

    /** Binds an id as its topic's name, partition and offset, as the first three. */
    public static void bind(PreparedStatement statement, RecordId id) throws SQLException {
        statement.setString(1, id.topic());
        statement.setInt(2, id.partition());
        statement.setLong(3, id.offset());
    }

    public static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    public static OptionalLong optional(ResultSet rows, String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Runs a query for one number; empty without a row, or if the number is null. */
    public static OptionalLong number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return OptionalLong.empty();
            }
            long number = rows.getLong(1);
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }
}
