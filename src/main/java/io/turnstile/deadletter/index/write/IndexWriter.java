package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.Database;
import io.turnstile.deadletter.index.database.NameDictionary;
import io.turnstile.deadletter.index.database.Schema;
import io.turnstile.deadletter.index.database.Sql;
import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.deadletter.index.entry.IndexException;
import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.index.entry.ScheduleEntry;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writer of all records, each batch in one transaction. What was taken in before changes nothing. One thread at a time. */
public final class IndexWriter {

    /** Stands for schedules where letters have a cause. */
    static final long SCHEDULED = 0;

    private record Minute(long at, long cause) {}

    private final ScheduleCoverage coverage = new ScheduleCoverage();
    private final BulkLoad bulk;
    private final Connection connection;
    private final NameDictionary names;
    private final LetterWriter letters;
    private final ReplayWriter replays;
    private final OutcomeWriter outcomes;
    private final ResolutionWriter resolutions;
    private final SupersedingWriter superseding;
    private final HistoryWriter histories;
    private final PositionWriter positions;
    private final PreparedStatement cause;
    private final PreparedStatement minute;
    private final Map<Integer, Long> schedulesUpTo = new HashMap<>();
    private final Map<Integer, Long> schedulesCommitted = new HashMap<>();
    private final Map<Minute, Integer> minutes = new HashMap<>();

    /** From when on all schedules are known, in microseconds. */
    private long schedulesSince = Long.MIN_VALUE;

    /** @param kept see {@link SupersedingWriter} */
    public IndexWriter(Database database, int kept) throws SQLException {
        this.bulk = new BulkLoad(database);
        this.connection = database.writer();
        names = new NameDictionary(connection);
        letters = new LetterWriter(connection, names);
        replays = new ReplayWriter(connection);
        outcomes = new OutcomeWriter(connection);
        resolutions = new ResolutionWriter(connection, outcomes, coverage);
        superseding = new SupersedingWriter(connection, kept);
        histories = new HistoryWriter(connection, names);
        positions = new PositionWriter(connection);
        cause = connection.prepareStatement("SELECT letter.cause FROM letter WHERE letter.key = ?");
        minute = connection.prepareStatement(
                "INSERT INTO minute (at, cause, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n");
    }

    public synchronized void beginBulk() {
        bulk.begin();
    }

    public synchronized void endBulk() {
        bulk.end(resolutions);
    }

    /** Returns whether the indexes are there; false while much is being taken in. */
    public boolean isBuilt() {
        return !bulk.isOn();
    }

    /** Returns how many records were new. */
    public int add(IndexBatch batch) {
        return transaction(() -> {
            int changed = 0;
            for (LetterEntry each : bulk.isOn() ? byTime(batch.letters()) : batch.letters()) {
                changed += letter(each);
            }
            for (ResolutionEntry each : batch.resolutions()) {
                changed += resolution(each);
            }
            for (RecordedHistory each : batch.histories()) {
                histories.add(each, bulk.isOn(), outcomes);
            }
            for (ScheduleEntry each : batch.schedules()) {
                changed += schedule(each);
            }
            positions.put(batch.positions());
            return changed;
        });
    }

    /** Rows that follow each other fill the table page by page, where those of one partition after another tear pages up. */
    private static List<LetterEntry> byTime(List<LetterEntry> batch) {
        return batch.stream()
                .sorted(Comparator.comparing(each -> each.letter().decidedAt()))
                .toList();
    }

    /** Does more in one transaction; returns what it returns. */
    public int run(Work work) {
        return transaction(work);
    }

    /**
     * Begins to take in schedules that were decided from a moment on: what came before is not known.
     *
     * @param notSeen condition for letters of which it is not known all the same
     */
    public synchronized void beginSchedules(long sinceMicros, String notSeen) {
        schedulesSince = sinceMicros;
        coverage.begin(sinceMicros, notSeen);
    }

    /** Returns which letters were compared with all schedules. */
    public ScheduleCoverage coverage() {
        return coverage;
    }

    /** Forgets up to where a topic was taken in, for it is another one of that name now. */
    public void forgetPositions(String topic, boolean schedules) {
        transaction(() -> {
            positions.forget(topic);
            if (schedules) {
                schedulesUpTo.clear();
                schedulesCommitted.clear();
            }
            return 0;
        });
    }

    private int letter(LetterEntry entry) throws SQLException {
        Letter each = entry.letter();
        RecordId id = RecordId.parse(each.id());
        long source = names.source(id.topic());
        long its = letters.cause(each);
        if (bulk.isOn()) {
            letters.add(entry, its, source, id, Schema.OPEN);
        } else {
            if (letters.find(source, id, each.place()).isPresent()) {
                return 0;
            }
            long key = letters.add(entry, its, source, id, Schema.OPEN);
            letters.flush();
            letters.addWords(key);
            resolutions.resolve(source, id);
            if (!replays.addLetter(key, schedulesSince)) {
                coverage.cameLate(each.place());
            }
            superseding.addLetter(key, each.clientId(), each.eventId());
            if (each.replays() > 0) {
                outcomes.settle(source, id, outcome(each.kind()), OptionalLong.of(its));
            }
        }
        count(TimeKey.micros(each.decidedAt()), its);
        return 1;
    }

    private int resolution(ResolutionEntry entry) throws SQLException {
        RecordId id = RecordId.parse(entry.letterId());
        long source = names.source(id.topic());
        Resolution each = entry.resolution();
        if (!bulk.isOn() && resolutions.isCopy(source, id, entry)) {
            return 0;
        }
        boolean replayed = ResolutionWriter.state(each.action()) == Schema.REPLAYED;
        OptionalInt outcome = replayed ? OptionalInt.of(Outcome.WAITING.ordinal()) : OptionalInt.empty();
        OptionalLong nextSource = OptionalLong.empty();
        if (replayed && each.replayedAs().isPresent()) {
            nextSource = OptionalLong.of(
                    names.source(RecordId.parse(each.replayedAs().get()).topic()));
        }
        RecordId ask = entry.ask().map(told -> RecordId.parse(told.id())).orElse(id);
        long number = resolutions.add(source, id, entry, nextSource, outcome, names.source(ask.topic()), ask);
        if (bulk.isOn()) {
            return 1;
        }
        if (each.action() == Action.REOPEN) {
            return resolutions.reopen(number) ? 1 : 0;
        }
        boolean effective = resolutions.apply(number, source, id, each.jobId(), outcome);
        if (nextSource.isPresent()) {
            settleByLetter(
                    nextSource.getAsLong(), RecordId.parse(each.replayedAs().get()));
        }
        return effective ? 1 : 0;
    }

    private void settleByLetter(long source, RecordId next) throws SQLException {
        OptionalLong again = letters.findAgain(source, next);
        if (again.isPresent()) {
            cause.setLong(1, again.getAsLong());
            long its = Sql.number(cause).orElseThrow();
            outcomes.settle(source, next, outcome(names.kind(its)), OptionalLong.of(its));
        }
    }

    private int schedule(ScheduleEntry each) throws SQLException {
        if (each.offset() < schedulesUpTo.getOrDefault(each.partition(), 0L)) {
            return 0;
        }
        schedulesUpTo.put(each.partition(), each.offset() + 1);
        RecordId id = RecordId.parse(each.id());
        long source = id.partition() < 0 ? 0 : names.source(id.topic());
        OptionalLong forgotten = superseding.addSchedule(each, source, id);
        if (forgotten.isPresent()) {
            schedulesSince = Math.max(schedulesSince, forgotten.getAsLong());
        }
        outcomes.settle(source, id, Outcome.SCHEDULED, OptionalLong.empty());
        count(TimeKey.micros(each.decidedAt()), SCHEDULED);
        return 1;
    }

    static Outcome outcome(String kind) {
        return switch (kind) {
            case "rejected" -> Outcome.REJECTED;
            case "malformed" -> Outcome.MALFORMED;
            default -> Outcome.FAILED;
        };
    }

    /** Removes a letter that is not what its place holds; a letter of the same id that is there by now stays. */
    public int forget(Letter ghost) {
        return transaction(() -> {
            RecordId id = RecordId.parse(ghost.id());
            OptionalLong key = letters.find(names.source(id.topic()), id, ghost.place());
            if (key.isEmpty()) {
                return 0;
            }
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM letter WHERE key = ? AND decided = ?")) {
                delete.setLong(1, key.getAsLong());
                delete.setLong(2, TimeKey.micros(ghost.decidedAt()));
                return delete.executeUpdate();
            }
        });
    }

    private void count(long micros, long its) {
        minutes.merge(new Minute(micros - Math.floorMod(micros, 60_000_000L), its), 1, Integer::sum);
    }

    /** Writes, in a transaction of the writer's. */
    @FunctionalInterface
    public interface Work {
        int run() throws SQLException;
    }

    public Connection connection() {
        return connection;
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
            rollback();
            throw IndexException.of(e);
        } catch (RuntimeException e) {
            rollback();
            throw e;
        }
    }

    /** Takes back what was half done, so that it can be done again. */
    private void rollback() {
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
