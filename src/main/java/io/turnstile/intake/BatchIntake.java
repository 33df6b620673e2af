package io.turnstile.intake;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes a batch from Camel's Kafka consumer through the routes and commits outcomes and offsets together. It is the one
 * step of the intake routes, and runs on the polling thread.
 *
 * <p>It returns, for the next batch to come, when all but a tenth of a batch is decided: what takes longer stays in hand,
 * and holds back only what lies behind it in its partition, until it is decided or overtaken. What is decided is committed
 * when the batch is through, and once a second while it takes longer.
 */
public final class BatchIntake implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(BatchIntake.class);
    private static final int CARRIED_PART = 10;
    private static final int TICKS_TO_STOP = 25;

    private final IntakeWork work;
    private final IntakeWatch watch;
    private final Backoff backoff = new Backoff();

    private BatchIntake(IntakeWork work, IntakeWatch watch) {
        this.work = work;
        this.watch = watch;
    }

    /**
     * Creates the step for the requests topic.
     *
     * @param pool runs the lanes of all batches; its threads bound the bookings in flight
     * @param routes decides one record, synchronously, and is safe for use by several threads
     * @param lateRoutes takes a record that takes so long that others overtake it
     * @param waits what bookings wait for in the routes
     * @param watch told what becomes of records and batches
     */
    public static BatchIntake ofRequests(
            Executor pool, Processor routes, Processor lateRoutes, Waits waits, IntakeWatch watch, Clock clock) {
        IntakeWork work = new IntakeWork(
                RequestRecord.Source.REQUESTS,
                pool,
                watch.counting(routes),
                lateRoutes,
                waits,
                new Pace(),
                clock,
                System::nanoTime);
        return new BatchIntake(work, watch);
    }

    /** Creates the step for the retry topics: each record waits for its time, and is then waited for. */
    public static BatchIntake ofRetries(Executor pool, Processor routes, Waits waits, IntakeWatch watch, Clock clock) {
        IntakeWork work = new IntakeWork(
                RequestRecord.Source.RETRIES,
                pool,
                watch.counting(routes),
                null,
                waits,
                new Pace(),
                clock,
                System::nanoTime);
        return new BatchIntake(work, watch);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        IntakeConsumer consumer = IntakeHandle.consumerOf(exchange);
        try {
            List<?> batch = exchange.getMessage().getBody(List.class);
            consumer.take(records(batch), work);
            work(consumer, batch.size() / CARRIED_PART, exchange);
            backoff.reset();
        } catch (Exception e) {
            consumer.giveUp();
            LOG.atLevel(isStopping(exchange) ? Level.DEBUG : Level.WARN)
                    .log(
                            "A batch was given up uncommitted and will be read again: {}",
                            Objects.requireNonNullElse(e.getMessage(), e.toString()));
            LOG.debug("The batch was given up because of", e);
            watch.gaveUp();
            backoff.pause(() -> isStopping(exchange));
            throw e;
        }
    }

    private List<LaneRecord> records(List<?> batch) {
        long now = work.clock().millis();
        return batch.stream()
                .map(each -> LaneRecord.of((Exchange) each, work.source(), now))
                .toList();
    }

    private void work(IntakeConsumer consumer, int carried, Exchange exchange) throws Exception {
        int ticksToStop = TICKS_TO_STOP;
        boolean done;
        while (!(done = consumer.await(isStopping(exchange) ? 0 : carried)) && ticksToStop > 0) {
            consumer.stayInGroup();
            boolean holding = work.waits().isHolding();
            if (holding) {
                work.pace().held(work.ticker().getAsLong());
            }
            if (isStopping(exchange)) {
                consumer.startNoMore();
                ticksToStop = holding ? 0 : ticksToStop - 1;
            }
        }
        consumer.commitDecided();
        if (!done) {
            // Otherwise Camel would wait for them, and then interrupt them in whatever they are doing.
            consumer.giveUp();
            work.waits().endAll();
        }
    }

    private static boolean isStopping(Exchange exchange) {
        return exchange.getContext().isStopping();
    }
}
