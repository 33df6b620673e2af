package io.turnstile.intake.outcome;

import io.turnstile.intake.record.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that the routes write for one request, until they are committed: its one outcome and any number of
 * extra records. Thread-safe; copies of an exchange share it.
 */
public final class RecordOutcomes {

    private static final String PROPERTY = "turnstile.outcomes";

    private final RequestRecord record;
    private final boolean dryRun;
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    private @Nullable ProducerRecord<byte[], byte[]> outcome;
    private boolean abandoned;
    private boolean sealed;

    public RecordOutcomes(RequestRecord record) {
        this(record, false);
    }

    private RecordOutcomes(RequestRecord record, boolean dryRun) {
        this.record = record;
        this.dryRun = dryRun;
    }

    /** Makes one whose records nobody writes. */
    public static RecordOutcomes ofDryRun(RequestRecord record) {
        return new RecordOutcomes(record, true);
    }

    /** Lets an exchange carry the request and what is written for it. */
    public void bindTo(Exchange exchange, RequestRecord request) {
        exchange.setVariable(RequestRecord.VARIABLE, request);
        exchange.setVariable("dryRun", dryRun);
        exchange.setProperty(PROPERTY, this);
    }

    /** Returns whether an exchange carries a dry run that has its outcome: all that follows could only act. */
    static boolean isDryRunOver(Exchange exchange) {
        RecordOutcomes found = exchange.getProperty(PROPERTY, RecordOutcomes.class);
        return found != null && found.dryRun && found.hasOutcome();
    }

    /** Returns what was written for the request that an exchange carries. */
    public static RecordOutcomes of(Exchange exchange) {
        RecordOutcomes found = exchange.getProperty(PROPERTY, RecordOutcomes.class);
        if (found == null) {
            throw new IllegalStateException("outcome: was called outside a booking request:"
                    + " call it from direct:booking or a route that it calls");
        }
        return found;
    }

    /** Takes the request's one outcome; fails if it has one already. */
    public synchronized void outcome(ProducerRecord<byte[], byte[]> decided) {
        requireInTime(decided);
        if (outcome != null) {
            throw new IllegalStateException("Request " + record.origin().id() + " has an outcome on " + outcome.topic()
                    + " already and cannot have another on " + decided.topic()
                    + ": give the further one the parameter extra=true");
        }
        outcome = decided;
        written.add(decided);
    }

    synchronized void extra(ProducerRecord<byte[], byte[]> extra) {
        requireInTime(extra);
        written.add(extra);
    }

    private void requireInTime(ProducerRecord<byte[], byte[]> late) {
        if (sealed) {
            throw new IllegalStateException(
                    "Request " + record.origin().id() + " has left the routes already, and " + late.topic()
                            + " gets no record of it: call outcome: in the request's own route, not behind wireTap, seda or threads");
        }
    }

    /** Takes no further records: the request has left the routes. */
    public synchronized void seal() {
        sealed = true;
    }

    /** Forgets what was written, so that the request can be decided again. */
    public synchronized void clear() {
        outcome = null;
        written.clear();
    }

    /** Notes that the request takes another way: what is written here is dropped. */
    public synchronized void abandon() {
        abandoned = true;
    }

    /** Returns whether the request took another way meanwhile, so that nothing matters any more that happens on this one. */
    public synchronized boolean isAbandoned() {
        return abandoned;
    }

    public synchronized boolean hasOutcome() {
        return outcome != null;
    }

    /** Returns the request's one outcome; null before it has one. */
    public synchronized @Nullable ProducerRecord<byte[], byte[]> outcome() {
        return outcome;
    }

    public synchronized List<ProducerRecord<byte[], byte[]>> written() {
        return List.copyOf(written);
    }
}
