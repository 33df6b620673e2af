package io.turnstile.intake;

import io.turnstile.intake.outcome.RecordOutcomes;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.telemetry.LogContext;
import io.turnstile.telemetry.RecordTrace;
import io.turnstile.telemetry.Tracing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way through the routes, from poll to commit. A thread of the pool decides it; the polling thread may take
 * it away meanwhile, and reads what became of it.
 */
final class LaneRecord {

    /** Name of the exchange variable for its place among all records: a whole number, higher for each that is read. */
    private static final String SEQUENCE = "sequence";

    private static final AtomicLong SEQUENCES = new AtomicLong();

    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private enum State {
        WAITING,
        RUNNING,
        DECIDED,
        FAILED,
        DROPPED
    }

    private final CamelContext camel;
    private final Map<String, Object> headers;
    private final RequestRecord record;
    private final RecordTrace trace;
    private final long sequence = SEQUENCES.incrementAndGet();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final int bytes;
    private volatile long dueAt;
    private volatile long startedAt;
    private volatile long ranFor;
    private volatile int failures;
    private volatile @Nullable Exchange last;
    private volatile @Nullable RecordOutcomes outcomes;
    private volatile @Nullable Throwable failure;

    private LaneRecord(
            CamelContext camel, Map<String, Object> headers, RequestRecord record, RecordTrace trace, long dueAt) {
        this.camel = camel;
        this.headers = headers;
        this.record = record;
        this.trace = trace;
        this.dueAt = dueAt;
        this.bytes = record.bytes();
    }

    /**
     * Takes a record over from Camel's consumer. Headers that could steer an endpoint are dropped here, at the door.
     *
     * @param tracing begins its trace
     * @param now milliseconds since the epoch
     * @param tick now in nanoseconds of a clock that never goes back
     * @param longestDelay milliseconds that it may wait at most, whatever its headers say
     */
    static LaneRecord of(
            Exchange exchange, RequestRecord.Source source, Tracing tracing, long now, long tick, long longestDelay) {
        RequestRecord record = RequestRecord.of(exchange, source, now, tick);
        exchange.getMessage().removeHeaders("Camel*");
        return new LaneRecord(
                exchange.getContext(),
                new HashMap<>(exchange.getMessage().getHeaders()),
                record,
                tracing.begin(
                        record.partition(), record.offset(), record.headers(), source == RequestRecord.Source.RETRIES),
                Math.min(record.notBefore(), now + longestDelay));
    }

    /** Puts an exchange behind those that have a sequence number already. */
    static void giveSequence(Exchange exchange) {
        exchange.setVariable(SEQUENCE, SEQUENCES.incrementAndGet());
    }

    RequestRecord record() {
        return record;
    }

    /** Returns its place among all records that were read: the lower, the earlier. */
    long sequence() {
        return sequence;
    }

    /** Returns from when on it may be decided, in milliseconds since the epoch. */
    long dueAt() {
        return dueAt;
    }

    /** Returns when it was started, in nanoseconds of the intake's ticker; meaningless before. */
    long startedAt() {
        return startedAt;
    }

    /** Returns how long its last way through the routes took, in nanoseconds; 0 before it came to an end. */
    long ranFor() {
        return ranFor;
    }

    /** Returns how many bytes its key, value and headers take. */
    int bytes() {
        return bytes;
    }

    /**
     * Sends it through the routes, unless it was taken away. Never throws.
     *
     * @param context its routes and clocks
     */
    void decide(IntakeContext context) {
        startedAt = context.ticker().getAsLong();
        State before = state.get();
        if ((before != State.WAITING && before != State.FAILED) || !state.compareAndSet(before, State.RUNNING)) {
            return;
        }
        Throwable fault = tryRoutes(context);
        if (fault == null) {
            state.compareAndSet(State.RUNNING, State.DECIDED);
        } else {
            failure = fault;
            dueAt = context.clock().millis() + Math.min(FIRST_PAUSE_MS << Math.min(failures, 10), LONGEST_PAUSE_MS);
            failures++;
            state.compareAndSet(State.RUNNING, State.FAILED);
        }
    }

    /** Returns why it has no outcome; null if it has one. An error between the steps must not leave it under way for ever. */
    private @Nullable Throwable tryRoutes(IntakeContext context) {
        try {
            RecordOutcomes written = new RecordOutcomes(record);
            outcomes = written;
            last = exchange(written);
            Throwable fault = pass(last, written, context.routes().booking());
            ranFor = context.ticker().getAsLong() - startedAt;
            return fault;
        } catch (Throwable fault) {
            return fault;
        }
    }

    private Exchange exchange(RecordOutcomes written) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        exchange.getMessage().setBody(record.value());
        exchange.setVariable(SEQUENCE, sequence);
        written.bindTo(exchange, record);
        return exchange;
    }

    private @Nullable Throwable pass(Exchange through, RecordOutcomes written, Processor routes) {
        LogContext.begin(record.origin().id());
        try (RecordTrace.Decision decision = trace.decide()) {
            Throwable fault = passTraced(through, written, routes);
            if (fault == null) {
                decision.outcome(written.outcome());
            } else {
                decision.failed(fault);
            }
            return fault;
        } finally {
            LogContext.end();
        }
    }

    private @Nullable Throwable passTraced(Exchange through, RecordOutcomes written, Processor routes) {
        try {
            routes.process(through);
        } catch (Throwable fault) {
            return fault;
        } finally {
            written.seal();
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
     * Lets it take another way, on this thread, and gives up waiting for its answers: what its first way still writes is
     * ignored.
     *
     * @param other must end in an outcome; finds why the routes came to nothing where routes find what was caught
     * @return whether that was in time
     */
    boolean tryDivert(Processor other) {
        State from = state.get();
        if (from != State.WAITING && from != State.RUNNING && from != State.FAILED) {
            return false;
        }
        RecordOutcomes written = new RecordOutcomes(record);
        Exchange exchange = exchange(written);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, asException(failure));
        Throwable fault = pass(exchange, written, other);
        if (fault != null || !state.compareAndSet(from, State.DECIDED)) {
            return false;
        }
        RecordOutcomes abandoned = outcomes;
        if (abandoned != null) {
            abandoned.abandon();
        }
        outcomes = written;
        return true;
    }

    private static Exception asException(@Nullable Throwable fault) {
        return fault instanceof Error ? new IllegalStateException(fault) : (Exception) fault;
    }

    /**
     * Decides it again, on this thread, because Kafka did not take what was decided.
     *
     * @param other must end in an outcome; finds the cause where routes find what was caught, and the decision so far
     * @throws IllegalStateException if it ends in none
     */
    void redecide(Processor other, Exception cause) {
        RecordOutcomes written = new RecordOutcomes(record);
        Exchange exchange = exchange(written);
        if (last != null) {
            last.getVariables().forEach(exchange::setVariable);
        }
        written.bindTo(exchange, record);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, cause);
        Throwable fault = pass(exchange, written, other);
        if (fault != null) {
            throw new IllegalStateException(fault);
        }
        outcomes = written;
    }

    /** Replaces what was decided by an outcome that says the same in fewer bytes. */
    void replaceOutcome(ProducerRecord<byte[], byte[]> smaller) {
        RecordOutcomes written = new RecordOutcomes(record);
        written.outcome(smaller);
        written.seal();
        outcomes = written;
    }

    /** Returns its trace; the polling thread begins and ends commits in it. */
    RecordTrace trace() {
        return trace;
    }

    /** Forgets it: its partition is no longer owned, or its consumer is gone. */
    void drop() {
        state.set(State.DROPPED);
        trace.drop();
    }

    boolean isDecided() {
        return state.get() == State.DECIDED;
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    /** Returns whether the routes came to nothing with it; it is tried again when it is due. */
    boolean isFailed() {
        return state.get() == State.FAILED;
    }

    /** Returns why the routes came to nothing with it the last time; null if they never did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    int failures() {
        return failures;
    }

    /** Returns its one outcome; null before it is decided. */
    ProducerRecord<byte[], byte[]> outcome() {
        return outcomes.outcome();
    }

    List<ProducerRecord<byte[], byte[]>> written() {
        return outcomes.written();
    }
}
