package io.turnstile.intake;

import io.turnstile.intake.outcome.OutcomeRefusedException;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.telemetry.Tracing;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Takes one record through {@code direct:booking} as the intake does, without Kafka. */
public final class OneRecord {
    private OneRecord() {}

    /**
     * Is what became of a record.
     *
     * @param written its outcome and extra records, in the order they were written
     * @param failure why it could not be decided, or null
     */
    public record Decided(List<ProducerRecord<byte[], byte[]>> written, Exception failure) {}

    /** Decides a record. Its headers become the message's, as if Camel's own filter had let all of them through. */
    public static Decided decide(CamelContext camel, ProducerTemplate template, ConsumerRecord<byte[], byte[]> record) {
        return decide(camel, template, record, RequestRecord.Source.REQUESTS);
    }

    /** Decides a record that was read from a retry topic. */
    public static Decided decide(
            CamelContext camel,
            ProducerTemplate template,
            ConsumerRecord<byte[], byte[]> record,
            RequestRecord.Source source) {
        Exchange exchange = exchange(camel, record);
        LaneRecord lane = LaneRecord.of(exchange, source, Tracing.OFF, record.timestamp(), System.nanoTime(), 0);
        lane.decide(context(template, source));
        return new Decided(lane.written(), (Exception) lane.failure());
    }

    /** Decides a retry, and decides it again as when Kafka does not take its outcome. Returns the outcome after that. */
    public static ProducerRecord<byte[], byte[]> refuseRetry(
            CamelContext camel, ProducerTemplate template, ConsumerRecord<byte[], byte[]> record) {
        LaneRecord lane = LaneRecord.of(
                exchange(camel, record),
                RequestRecord.Source.RETRIES,
                Tracing.OFF,
                record.timestamp(),
                System.nanoTime(),
                0);
        lane.decide(context(template, RequestRecord.Source.RETRIES));
        lane.redecide(
                booking -> template.send("direct:refused", booking),
                new OutcomeRefusedException("Its record cannot be written", null));
        return lane.outcome();
    }

    private static IntakeContext context(ProducerTemplate template, RequestRecord.Source source) {
        return new IntakeContext(
                source,
                Runnable::run,
                new IntakeContext.Routes(
                        booking -> template.send("direct:booking", booking),
                        booking -> template.send("direct:straggler", booking),
                        booking -> template.send("direct:undecided", booking),
                        booking -> template.send("direct:refused", booking)),
                new IntakeContext.Topics("booking.dead-letters", java.util.Set.of()),
                java.time.Duration.ZERO,
                null,
                Tracing.OFF,
                java.time.Clock.systemUTC(),
                System::nanoTime);
    }

    /** Makes the exchange that Camel's consumer makes of a record. */
    static Exchange exchange(CamelContext camel, ConsumerRecord<byte[], byte[]> record) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(record.value());
        for (Header header : record.headers()) {
            exchange.getMessage()
                    .setHeader(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, record.topic());
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, record.partition());
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, record.offset());
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, record.timestamp());
        exchange.getMessage().setHeader(KafkaConstants.KEY, record.key());
        exchange.getMessage().setHeader(KafkaConstants.HEADERS, record.headers());
        return exchange;
    }
}
