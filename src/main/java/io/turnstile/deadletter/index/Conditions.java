package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Is what a filter means, as conditions on {@code letter} in SQL. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Conditions(Filter filter) {
        filter.status().ifPresent(status -> add("state = ?", state(status)));
        if (filter.kind().isPresent() || filter.reason().isPresent()) {
            add("cause IN (SELECT number FROM cause WHERE kind = coalesce(?, kind) AND reason = coalesce(?, reason))");
            values.add(filter.kind().orElse(null));
            values.add(filter.reason().orElse(null));
        }
        filter.locationId().ifPresent(location -> add("location = ?", location));
        filter.clientId().ifPresent(client -> add("client = ?", client));
        filter.eventId().ifPresent(event -> add("event = ?", event));
        filter.since().ifPresent(since -> add("key >= ?", TimeKey.first(TimeKey.micros(since))));
        filter.until().ifPresent(until -> add("key < ?", TimeKey.first(TimeKey.micros(until))));
        String words = filter.text().map(Conditions::match).orElse("");
        if (!words.isEmpty()) {
            add("key IN (SELECT rowid FROM word WHERE word MATCH ?)", words);
        }
    }

    void add(String condition, Object... more) {
        conditions.add(condition);
        values.addAll(List.of(more));
    }

    private static int state(Status status) {
        return switch (status) {
            case OPEN -> Schema.OPEN;
            case REPLAYED -> Schema.REPLAYED;
            case DISCARDED -> Schema.DISCARDED;
        };
    }

    private static String match(String text) {
        return Words.of(text).stream().map(word -> '"' + word + "\"*").collect(Collectors.joining(" "));
    }

    String where() {
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    List<Object> values() {
        return values;
    }
}
