package io.turnstile.deadletter.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Insertion of rows into a table, many with one statement: that takes half the time of one by one. */
public final class RowInsert {

    private static final int TOGETHER = 40;

    private final int columns;
    private final PreparedStatement one;
    private final PreparedStatement many;
    private final List<Object[]> waiting = new ArrayList<>(TOGETHER);

    /** @param columns of all rows, in their order; values are numbers, texts, or null */
    public RowInsert(Connection connection, String table, List<String> columns) throws SQLException {
        this.columns = columns.size();
        String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ";
        String row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        one = connection.prepareStatement(insert + row);
        many = connection.prepareStatement(insert + String.join(", ", Collections.nCopies(TOGETHER, row)));
    }

    /** Inserts a row now or, at the latest, when flushed. */
    public void add(Object... row) throws SQLException {
        waiting.add(row);
        if (waiting.size() == TOGETHER) {
            for (int i = 0; i < TOGETHER; i++) {
                bind(many, i * columns, waiting.get(i));
            }
            waiting.clear();
            many.executeUpdate();
        }
    }

    public void flush() throws SQLException {
        for (Object[] each : waiting) {
            bind(one, 0, each);
            one.executeUpdate();
        }
        waiting.clear();
    }

    /** Forgets the rows that are still to be inserted. */
    public void forget() {
        waiting.clear();
    }

    private static void bind(PreparedStatement statement, int before, Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            statement.setObject(before + i + 1, row[i]);
        }
    }
}
