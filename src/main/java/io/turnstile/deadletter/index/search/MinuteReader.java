package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.MinuteCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reader of how many were decided in each minute. */
public final class MinuteReader {

    private MinuteReader() {}

    public static List<MinuteCount> since(Connection connection, Instant since) throws SQLException {
        Map<Long, Long> scheduled = new TreeMap<>();
        Map<Long, Map<String, Long>> letters = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT at, reason, n FROM minute"
                + " LEFT JOIN cause ON number = minute.cause WHERE at > ? ORDER BY at")) {
            statement.setLong(1, TimeKey.micros(since) - 60_000_000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long at = rows.getLong(1);
                    String reason = rows.getString(2);
                    scheduled.merge(at, reason == null ? rows.getLong(3) : 0, Long::sum);
                    Map<String, Long> reasons = letters.computeIfAbsent(at, any -> new HashMap<>());
                    if (reason != null) {
                        reasons.merge(reason, rows.getLong(3), Long::sum);
                    }
                }
            }
        }
        List<MinuteCount> counts = new ArrayList<>();
        scheduled.forEach((at, n) -> counts.add(new MinuteCount(TimeKey.instant(at), n, letters.get(at))));
        return counts;
    }
}
