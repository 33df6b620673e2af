package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Look-up of letters by id, and of the rounds of one request, on one connection. */
public final class LetterLookup {

    private final Connection connection;

    public LetterLookup(Connection connection) {
        this.connection = connection;
    }

    public Optional<Letter> find(String id) throws SQLException {
        return get(key(id, Map.of()));
    }

    Letter get(long key) throws SQLException {
        return get(OptionalLong.of(key)).orElseThrow();
    }

    private Optional<Letter> get(OptionalLong key) throws SQLException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(LetterRows.SELECT + " WHERE letter.key = ?")) {
            statement.setLong(1, key.getAsLong());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(LetterRows.letter(rows)) : Optional.empty();
            }
        }
    }

    /** Returns the letter that an id means: an open one if there is one, and the newest of several. */
    private OptionalLong key(String id, Map<Integer, Long> ends) throws SQLException {
        return byId(
                "SELECT key FROM letter JOIN source ON source.number = id_source"
                        + " WHERE source.name = ? AND id_partition = ? AND id_offset = ?" + LetterBounds.within(ends)
                        + " ORDER BY letter.state = 0 DESC, key DESC LIMIT 1",
                RecordId.parse(id));
    }

    /** Returns the letter of this id that a job took; or otherwise the one that the id means. */
    private OptionalLong key(String id, Map<Integer, Long> ends, String job) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT key FROM letter JOIN source ON source.number = letter.id_source"
                        + " JOIN resolution ON resolution.number = letter.resolution"
                        + " WHERE source.name = ? AND letter.id_partition = ? AND letter.id_offset = ?"
                        + " AND resolution.job = ? LIMIT 1")) {
            Sql.bind(statement, RecordId.parse(id));
            statement.setString(4, job);
            OptionalLong own = Sql.number(statement);
            return own.isPresent() ? own : key(id, ends);
        }
    }

    /** Returns the keys of those letters that are there, in the order of the ids. */
    public Map<String, Long> keys(List<String> ids, Map<Integer, Long> ends, String job) throws SQLException {
        Map<String, Long> keys = new LinkedHashMap<>();
        for (String id : ids) {
            OptionalLong key = key(id, ends, job);
            if (key.isPresent()) {
                keys.put(id, key.getAsLong());
            }
        }
        return keys;
    }

    private OptionalLong byId(String query, RecordId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            Sql.bind(statement, id);
            return Sql.number(statement);
        }
    }

    /** Returns the letter whose replay a letter came from. */
    private Optional<Letter> before(Letter letter) throws SQLException {
        if (letter.replays() == 0) {
            return Optional.empty();
        }
        return get(byId(
                "SELECT letter.key FROM source JOIN resolution ON resolution.next_source = source.number"
                        + " JOIN letter ON letter.id_source = resolution.id_source"
                        + " AND letter.id_partition = resolution.id_partition AND letter.id_offset = resolution.id_offset"
                        + " AND letter.resolution = resolution.number"
                        + " WHERE source.name = ? AND next_partition = ? AND next_offset = ?",
                RecordId.parse(letter.id())));
    }

    /** Returns the letter that a letter's replay came back as. */
    private Optional<Letter> after(Letter letter) throws SQLException {
        Optional<String> next = letter.resolution().flatMap(resolution -> resolution.replayedAs());
        return next.isEmpty()
                ? Optional.empty()
                : get(byId(
                        "SELECT min(key) FROM letter JOIN source ON source.number = id_source WHERE source.name = ?"
                                + " AND id_partition = ? AND id_offset = ? AND replays > 0",
                        RecordId.parse(next.get())));
    }

    /** Follows replays both ways; stops where they run in a circle, which only other software could make. */
    public List<Letter> history(String id) throws SQLException {
        Optional<Letter> found = find(id);
        if (found.isEmpty()) {
            return List.of();
        }
        Letter first = found.get();
        Set<Place> seen = new HashSet<>(Set.of(first.place()));
        for (Optional<Letter> before = before(first); before.isPresent(); before = before(first)) {
            if (!seen.add(before.get().place())) {
                break;
            }
            first = before.get();
        }
        Map<Place, Letter> rounds = new LinkedHashMap<>();
        Optional<Letter> each = Optional.of(first);
        while (each.isPresent() && rounds.putIfAbsent(each.get().place(), each.get()) == null) {
            each = after(each.get());
        }
        return List.copyOf(rounds.values());
    }
}
