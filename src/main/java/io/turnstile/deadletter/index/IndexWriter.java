package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Fate.Outcome;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Resolution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Takes records in, each batch in one transaction. What was taken in before changes nothing. One thread at a time. */
final class IndexWriter {

    /** Stands for schedules where letters have a cause. */
    static final long SCHEDULED = 0;

    private record Minute(long at, long cause) {}

    private final BulkLoad bulk;
    private final Connection connection;
    private final Names names;
    private final LetterWriter letters;
    private final ResolutionWriter resolutions;
    private final PreparedStatement resolve;
    private final PreparedStatement kind;
    private final PreparedStatement decision;
    private final PreparedStatement minute;
    private final Map<Integer, Long> schedulesUpTo = new HashMap<>();
    private final Map<Integer, Long> schedulesCommitted = new HashMap<>();
    private final Map<Minute, Integer> minutes = new HashMap<>();

    IndexWriter(Database database) throws SQLException {
        this.bulk = new BulkLoad(database);
        this.connection = database.writer();
        names = new Names(connection);
        letters = new LetterWriter(connection, names);
        resolutions = new ResolutionWriter(connection);
        resolve = connection.prepareStatement("UPDATE letter SET state = ? WHERE key = ?");
        kind = connection.prepareStatement(
                "SELECT cause.kind FROM letter JOIN cause ON cause.number = letter.cause WHERE letter.key = ?");
        decision = connection.prepareStatement("INSERT INTO decision (client, event, at) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET at = max(at, excluded.at)");
        minute = connection.prepareStatement(
                "INSERT INTO minute (at, cause, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n");
    }

    synchronized void beginBulk() {
        bulk.begin();
    }

    synchronized void endBulk() {
        bulk.end();
    }

    /** Returns whether the indexes are there; false while much is being taken in. */
    boolean isBuilt() {
        return !bulk.isOn();
    }

    /** Returns how many of them were new. */
    int letters(List<LetterEntry> batch) {
        return transaction(() -> {
            int changed = 0;
            for (LetterEntry each : bulk.isOn() ? byTime(batch) : batch) {
                changed += letter(each);
            }
            return changed;
        });
    }

    /** Rows that follow each other fill the table page by page, where those of one partition after another tear pages up. */
    private static List<LetterEntry> byTime(List<LetterEntry> batch) {
        return batch.stream()
                .sorted(Comparator.comparing(each -> each.letter().decidedAt()))
                .toList();
    }

    int resolutions(List<ResolutionEntry> batch) {
        return transaction(() -> {
            int changed = 0;
            for (ResolutionEntry each : batch) {
                changed += resolution(each);
            }
            return changed;
        });
    }

    int schedules(List<ScheduleEntry> batch) {
        return transaction(() -> {
            int changed = 0;
            for (ScheduleEntry each : batch) {
                changed += schedule(each);
            }
            return changed;
        });
    }

    /**
     * Takes letters out that stood before an offset of a partition of their topic.
     *
     * @return how many of them were open
     */
    int forget(int partition, long before) {
        return transaction(() -> {
            int open = 0;
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM letter WHERE partition = ? AND offset < ? RETURNING state = " + Schema.OPEN)) {
                delete.setInt(1, partition);
                delete.setLong(2, before);
                try (ResultSet gone = delete.executeQuery()) {
                    while (gone.next()) {
                        open += gone.getInt(1);
                    }
                }
            }
            return open;
        });
    }

    private int letter(LetterEntry entry) throws SQLException {
        Letter each = entry.letter();
        RecordId id = RecordId.parse(each.id());
        long source = names.source(id.topic());
        long cause = letters.cause(each);
        if (bulk.isOn()) {
            letters.add(entry, cause, source, id, Schema.OPEN);
        } else {
            if (letters.find(source, id).isPresent()) {
                return 0;
            }
            long key = letters.add(entry, cause, source, id, resolutions.state(source, id));
            letters.flush();
            letters.addWords(key);
            resolutions.settle(source, id, outcome(each.kind()));
        }
        count(TimeKey.micros(each.decidedAt()), cause);
        return 1;
    }

    private int resolution(ResolutionEntry entry) throws SQLException {
        RecordId id = RecordId.parse(entry.letterId());
        long source = names.source(id.topic());
        if (resolutions.state(source, id) != Schema.OPEN) {
            return 0;
        }
        Resolution each = entry.resolution();
        int state = ResolutionWriter.state(each.action());
        OptionalLong nextSource = OptionalLong.empty();
        OptionalInt outcome = OptionalInt.empty();
        if (state == Schema.REPLAYED) {
            outcome = OptionalInt.of(Outcome.WAITING.ordinal());
            if (each.replayedAs().isPresent()) {
                RecordId next = RecordId.parse(each.replayedAs().get());
                nextSource = OptionalLong.of(names.source(next.topic()));
                OptionalLong again = bulk.isOn() ? OptionalLong.empty() : letters.find(nextSource.getAsLong(), next);
                if (again.isPresent()) {
                    outcome = OptionalInt.of(outcome(kind(again.getAsLong())).ordinal());
                }
            }
        }
        resolutions.add(source, id, each, nextSource, outcome);
        OptionalLong letter = bulk.isOn() ? OptionalLong.empty() : letters.find(source, id);
        if (letter.isPresent()) {
            resolve.setInt(1, state);
            resolve.setLong(2, letter.getAsLong());
            resolve.executeUpdate();
        }
        return 1;
    }

    private int schedule(ScheduleEntry each) throws SQLException {
        if (each.offset() < schedulesUpTo.getOrDefault(each.partition(), 0L)) {
            return 0;
        }
        schedulesUpTo.put(each.partition(), each.offset() + 1);
        long at = TimeKey.micros(each.decidedAt());
        if (each.clientId().isPresent() && each.eventId().isPresent()) {
            decision.setLong(1, each.clientId().getAsLong());
            decision.setLong(2, each.eventId().getAsLong());
            decision.setLong(3, at);
            decision.executeUpdate();
        }
        RecordId id = RecordId.parse(each.id());
        OptionalLong source = names.findSource(id.topic());
        if (source.isPresent()) {
            resolutions.settle(source.getAsLong(), id, Outcome.SCHEDULED);
        }
        count(at, SCHEDULED);
        return 1;
    }

    private String kind(long key) throws SQLException {
        kind.setLong(1, key);
        try (var rows = kind.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Outcome outcome(String kind) {
        return switch (kind) {
            case "rejected" -> Outcome.REJECTED;
            case "malformed" -> Outcome.MALFORMED;
            default -> Outcome.FAILED;
        };
    }

    private void count(long micros, long cause) {
        minutes.merge(new Minute(micros - Math.floorMod(micros, 60_000_000L), cause), 1, Integer::sum);
    }

    @FunctionalInterface
    private interface Work {
        int run() throws SQLException;
    }

    private synchronized int transaction(Work work) {
        try {
            int changed = work.run();
            letters.flush();
            for (Map.Entry<Minute, Integer> each : minutes.entrySet()) {
                minute.setLong(1, each.getKey().at());
                minute.setLong(2, each.getKey().cause());
                minute.setInt(3, each.getValue());
                minute.executeUpdate();
            }
            minutes.clear();
            connection.commit();
            schedulesCommitted.putAll(schedulesUpTo);
            return changed;
        } catch (SQLException e) {
            forget();
            throw IndexException.of(e);
        }
    }

    /** Takes back what was half done, so that it can be done again. */
    private void forget() {
        minutes.clear();
        names.forget();
        letters.forget();
        schedulesUpTo.clear();
        schedulesUpTo.putAll(schedulesCommitted);
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw IndexException.of(e);
        }
    }
}
