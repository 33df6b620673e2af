package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.letter.Tokenizer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Meaning of a filter, but for its text, as conditions on {@code letter} in SQL. All values are numbers, so they are written into
 * the SQL as they are.
 */
final class Conditions {

    /** Up to so many combinations of state and cause are read one by one and put together. */
    private static final int MOST_COMBINATIONS = 60;

    private final Filter filter;
    private final boolean built;

    /** The numbers of the causes that are meant. */
    private final List<Long> causes;

    private final boolean anyCause;

    private final List<String> more = new ArrayList<>();

    /** @param built whether the indexes are there */
    Conditions(Connection connection, Filter filter, boolean built) throws SQLException {
        this.filter = filter;
        this.built = built;
        this.causes = causes(connection, filter);
        this.anyCause = filter.kind().isEmpty() && filter.reason().isEmpty();
        filter.since().ifPresent(since -> more.add("key >= " + TimeKey.first(TimeKey.micros(since))));
        filter.until().ifPresent(until -> more.add("key < " + TimeKey.first(TimeKey.micros(until))));
    }

    private static List<Long> causes(Connection connection, Filter filter) throws SQLException {
        List<Long> causes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT number FROM cause WHERE kind = coalesce(?, kind) AND reason = coalesce(?, reason)")) {
            statement.setString(1, filter.kind().orElse(null));
            statement.setString(2, filter.reason().orElse(null));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    causes.add(rows.getLong(1));
                }
            }
        }
        return causes;
    }

    void add(String condition) {
        more.add(condition);
    }

    /** Returns what is to be read, each part in the order of time by the index that it names. */
    List<String> parts() {
        if (!built) {
            return List.of("letter NOT INDEXED WHERE " + where(""));
        }
        if (filter.clientId().isPresent()) {
            return List.of("letter INDEXED BY letter_client WHERE " + where(""));
        }
        if (filter.eventId().isPresent()) {
            return List.of("letter INDEXED BY letter_event WHERE " + where(""));
        }
        if (filter.locationId().isPresent()) {
            return List.of("letter INDEXED BY letter_location WHERE " + where(""));
        }
        if (filter.status().isEmpty() && anyCause) {
            return List.of("letter NOT INDEXED WHERE " + where(""));
        }
        return byCause();
    }

    private List<String> byCause() {
        List<Integer> states = filter.status()
                .map(status -> List.of(state(status)))
                .orElseGet(() -> IntStream.rangeClosed(Schema.OPEN, Schema.DISCARDED)
                        .boxed()
                        .toList());
        if (states.size() * causes.size() > MOST_COMBINATIONS) {
            return List.of("letter WHERE " + where("+"));
        }
        List<String> parts = new ArrayList<>();
        for (int state : states) {
            for (long cause : causes) {
                List<String> all = new ArrayList<>(List.of("state = " + state, "cause = " + cause));
                all.addAll(more);
                parts.add("letter INDEXED BY letter_cause WHERE " + String.join(" AND ", all));
            }
        }
        return parts;
    }

    /**
     * Returns all conditions.
     *
     * @param unindexed {@code +} to keep SQLite from choosing an index of its own
     */
    String where(String unindexed) {
        List<String> all = new ArrayList<>();
        filter.status().ifPresent(status -> all.add(unindexed + "state = " + state(status)));
        if (!anyCause) {
            all.add("+cause IN (" + causes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
        }
        number(all, unindexed + "location", filter.locationId());
        number(all, unindexed + "client", filter.clientId());
        number(all, unindexed + "event", filter.eventId());
        all.addAll(more);
        return all.isEmpty() ? "true" : String.join(" AND ", all);
    }

    private static void number(List<String> all, String column, OptionalLong value) {
        value.ifPresent(number -> all.add(column + " = " + number));
    }

    /** Returns the words beside the text's that the letters meant have, for {@code MATCH}. */
    String match() {
        List<String> words = new ArrayList<>();
        if (!anyCause) {
            words.add(causes.stream().map(each -> word("c", each)).collect(Collectors.joining(" OR ", "(", ")")));
        }
        filter.locationId().ifPresent(location -> words.add(word("l", location)));
        filter.eventId().ifPresent(event -> words.add(word("e", event)));
        return String.join(" AND ", words);
    }

    private static String word(String field, long number) {
        return "\"\uE000" + field + number + "\"";
    }

    /** Returns whether nothing is meant for sure: no letter has such a cause, or the text has no word to look for. */
    boolean isNothing() {
        return causes.isEmpty()
                || filter.text().filter(text -> Tokenizer.of(text).isEmpty()).isPresent();
    }

    private static int state(Status status) {
        return switch (status) {
            case OPEN -> Schema.OPEN;
            case REPLAYED -> Schema.REPLAYED;
            case DISCARDED -> Schema.DISCARDED;
        };
    }
}
