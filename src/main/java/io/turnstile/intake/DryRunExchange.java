package io.turnstile.intake;

import io.turnstile.intake.outcome.RecordOutcomes;
import io.turnstile.intake.record.RequestRecord;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Dry run of a request: its way through the routes beside the intake. What they write for it is caught, and nothing reaches
 * Kafka. Routes see it by the variable {@code dryRun}.
 */
public final class DryRunExchange {

    private final Exchange exchange;
    private final RecordOutcomes outcomes;

    private DryRunExchange(Exchange exchange, RecordOutcomes outcomes) {
        this.exchange = exchange;
        this.outcomes = outcomes;
    }

    /** Lets an exchange, that is then to be sent to {@code direct:booking}, carry a request. */
    public static DryRunExchange of(Exchange exchange, RequestRecord request) {
        RecordOutcomes outcomes = RecordOutcomes.ofDryRun(request);
        outcomes.bindTo(exchange, request);
        LaneRecord.giveSequence(exchange);
        return new DryRunExchange(exchange, outcomes);
    }

    public Exchange exchange() {
        return exchange;
    }

    /** Returns what would have been written as the request's one outcome; empty if it came to none. */
    public Optional<ProducerRecord<byte[], byte[]>> outcome() {
        return Optional.ofNullable(outcomes.outcome());
    }
}
