package io.turnstile.intake;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Is one record on its way through the routes, from poll to commit. A pool's thread decides it; the polling thread may take
 * it away meanwhile, and reads what it came to.
 */
final class LaneRecord {

    /** Names the exchange variable that holds which record was read first: a whole number, higher for each record. */
    private static final String TURN = "turn";

    private static final AtomicLong TURNS = new AtomicLong();

    private enum State {
        WAITING,
        RUNNING,
        DECIDED,
        FAILED,
        DROPPED
    }

    private final Exchange exchange;
    private final RequestRecord record;
    private final long turn = TURNS.incrementAndGet();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile RecordOutcomes outcomes;
    private volatile Exception failure;
    private volatile long startedAt;

    private LaneRecord(Exchange exchange, RequestRecord record) {
        this.exchange = exchange;
        this.record = record;
        this.outcomes = new RecordOutcomes(record);
    }

    /**
     * Takes a record over from Camel's consumer. Headers that could steer an endpoint are dropped here, at the door.
     *
     * @param now milliseconds since the epoch
     */
    static LaneRecord of(Exchange exchange, RequestRecord.Source source, long now) {
        LaneRecord taken = new LaneRecord(exchange, RequestRecord.of(exchange, source, now));
        exchange.getMessage().removeHeaders("Camel*");
        exchange.setVariable(TURN, taken.turn);
        taken.outcomes.bindTo(exchange, taken.record);
        return taken;
    }

    /** Puts an exchange behind those that have a turn already. */
    static void giveTurn(Exchange exchange) {
        exchange.setVariable(TURN, TURNS.incrementAndGet());
    }

    RequestRecord record() {
        return record;
    }

    /** Returns its place among all records that were read: the lower, the earlier. */
    long turn() {
        return turn;
    }

    /**
     * Sends it through the routes, unless it was dropped. Never throws.
     *
     * @param now nanoseconds of the intake's ticker
     */
    void decide(Processor routes, long now) {
        startedAt = now;
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        Exception fault = pass(exchange, outcomes, routes);
        failure = fault;
        state.compareAndSet(State.RUNNING, fault == null ? State.DECIDED : State.FAILED);
    }

    private Exception pass(Exchange through, RecordOutcomes written, Processor routes) {
        try {
            routes.process(through);
        } catch (Exception e) {
            return e;
        }
        if (through.getException() != null) {
            return through.getException();
        }
        return written.hasOutcome()
                ? null
                : new IllegalStateException("Request " + record.origin().id()
                        + " left the routes without an outcome: every way through direct:booking must end in outcome:");
    }

    /**
     * Gives up waiting for its answers: it takes another way, on this thread, and what its first way still comes to is
     * ignored.
     *
     * @return whether that was in time
     */
    boolean isOvertaken(Processor lateRoutes) {
        Exchange late = exchange.getContext().getEndpoint("direct:late").createExchange();
        RecordOutcomes written = new RecordOutcomes(record);
        written.bindTo(late, record);
        Exception fault = pass(late, written, lateRoutes);
        RecordOutcomes before = outcomes;
        outcomes = written;
        if (fault == null && state.compareAndSet(State.RUNNING, State.DECIDED)) {
            before.abandon();
            return true;
        }
        outcomes = before;
        return false;
    }

    /** Forgets it: its partition is no longer owned, or its consumer is gone. */
    void drop() {
        state.set(State.DROPPED);
    }

    boolean isDecided() {
        return state.get() == State.DECIDED;
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    /** Returns whether nothing more will come of it. */
    boolean isSettled() {
        State now = state.get();
        return now != State.WAITING && now != State.RUNNING;
    }

    /** Returns true the first time: one that was overtaken or dropped comes back from the routes all the same. */
    boolean isFirstTimeSettled() {
        return counted.compareAndSet(false, true);
    }

    /** Returns when it was started, in nanoseconds of the intake's ticker; meaningless before. */
    long startedAt() {
        return startedAt;
    }

    /** Returns why it could not be decided, or null. */
    Exception failure() {
        return state.get() == State.FAILED ? failure : null;
    }

    /** Returns its one outcome; null before it is decided. */
    ProducerRecord<byte[], byte[]> outcome() {
        return outcomes.outcome();
    }

    List<ProducerRecord<byte[], byte[]>> written() {
        return outcomes.written();
    }
}
