package io.turnstile.intake;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Last step of the intake routes: hands each record that Camel polled to the consumer that polled it, which has it decided on
 * the pool and commits its outcome. It runs on the polling thread and returns at once.
 */
public final class RecordIntake implements Processor {

    private final IntakeContext context;

    /** @param watch counts what is with the routes */
    public RecordIntake(IntakeContext context, IntakeMonitor watch) {
        this.context = context.withBooking(watch.counting(context.routes().booking()));
    }

    @Override
    public void process(Exchange exchange) {
        IntakeConsumer consumer = ConsumerAccessFactory.consumerOf(exchange);
        consumer.take(
                LaneRecord.of(
                        exchange,
                        context.source(),
                        context.tracing(),
                        context.clock().millis(),
                        context.ticker().getAsLong(),
                        context.longestDelay().toMillis()),
                context);
    }
}
