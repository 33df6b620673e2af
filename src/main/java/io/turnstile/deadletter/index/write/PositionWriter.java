package io.turnstile.deadletter.index.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Writer and reader of up to where each partition has been taken in: what is read with them is of exactly that state. */
public final class PositionWriter {

    private final PreparedStatement put;
    private final PreparedStatement forget;

    PositionWriter(Connection connection) throws SQLException {
        put = connection.prepareStatement("INSERT INTO position (topic, partition, next) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET next = excluded.next");
        forget = connection.prepareStatement("DELETE FROM position WHERE topic = ?");
    }

    void put(Map<TopicPartition, Long> positions) throws SQLException {
        for (Map.Entry<TopicPartition, Long> each : positions.entrySet()) {
            put.setString(1, each.getKey().topic());
            put.setInt(2, each.getKey().partition());
            put.setLong(3, each.getValue());
            put.executeUpdate();
        }
    }

    void forget(String topic) throws SQLException {
        forget.setString(1, topic);
        forget.executeUpdate();
    }

    public static Map<TopicPartition, Long> read(Connection connection) throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (PreparedStatement all = connection.prepareStatement("SELECT topic, partition, next FROM position");
                ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        return positions;
    }

    /** Returns whether everything before these offsets shows. */
    public static boolean reaches(Map<TopicPartition, Long> read, Map<TopicPartition, Long> required) {
        return required.entrySet().stream().allMatch(each -> read.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }
}
