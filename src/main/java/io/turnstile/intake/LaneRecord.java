package io.turnstile.intake;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Is one record on its way through the routes. The pool's thread decides it, then the polling thread reads the result. */
final class LaneRecord {

    private final Exchange exchange;
    private final RequestRecord record;
    private final RecordOutcomes outcomes;
    private volatile boolean decided;
    private volatile Exception failure;

    private LaneRecord(Exchange exchange, RequestRecord record) {
        this.exchange = exchange;
        this.record = record;
        this.outcomes = new RecordOutcomes(record);
    }

    /** Takes a record over from Camel's consumer. Headers that could steer an endpoint are dropped here, at the door. */
    static LaneRecord of(Exchange exchange, long now) {
        LaneRecord taken = new LaneRecord(exchange, RequestRecord.of(exchange, now));
        exchange.getMessage().removeHeaders("Camel*");
        exchange.setVariable(RequestRecord.VARIABLE, taken.record);
        taken.outcomes.bindTo(exchange);
        return taken;
    }

    RequestRecord record() {
        return record;
    }

    /** Sends it through the routes. Never throws. */
    void decide(Processor routes) {
        try {
            routes.process(exchange);
            if (exchange.getException() != null) {
                failure = exchange.getException();
            } else if (!outcomes.hasOutcome()) {
                failure = new IllegalStateException("Request " + record.origin().id()
                        + " left the routes without an outcome: every way through direct:booking must end in outcome:");
            } else {
                decided = true;
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    boolean isDecided() {
        return decided;
    }

    /** Returns why it could not be decided, or null. */
    Exception failure() {
        return failure;
    }

    List<ProducerRecord<byte[], byte[]>> written() {
        return outcomes.written();
    }
}
