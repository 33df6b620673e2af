package io.turnstile.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch from Camel's Kafka consumer through the routes and commits outcomes and offsets together. It is the one
 * step of the route {@code intake}, and runs on the polling thread.
 *
 * <p>Usually a batch is one transaction. While some of its records take long, what is decided before them in their
 * partitions is committed once a second, so that neither a crash nor a stop wastes what was done.
 */
public final class BatchIntake implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(BatchIntake.class);
    private static final long TICK_MS = 200;
    private static final int TICKS_PER_COMMIT = 5;
    private static final int TICKS_TO_STOP = 25;
    private static final int TRIES_TO_COMMIT = 20;
    private static final Duration REBALANCE_TIME = Duration.ofMillis(100);

    private final Executor pool;
    private final Processor routes;
    private final Backoff backoff = new Backoff();

    /**
     * Creates the step.
     *
     * @param pool runs the lanes of all batches; its threads bound the bookings in flight
     * @param routes decides one record, synchronously, and is safe for use by several threads
     */
    public BatchIntake(Executor pool, Processor routes) {
        this.pool = pool;
        this.routes = routes;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        IntakeConsumer consumer = IntakeHandle.consumerOf(exchange);
        try {
            Batch batch = batchOf(exchange, consumer);
            batch.start(pool, routes);
            try {
                finish(batch, consumer, exchange);
            } finally {
                batch.stop();
            }
            backoff.reset();
        } catch (Exception e) {
            LOG.warn(
                    "A batch was given up uncommitted and will be read again: {}",
                    Objects.requireNonNullElse(e.getMessage(), e.toString()));
            LOG.debug("The batch was given up because of", e);
            backoff.pause(() -> isStopping(exchange));
            throw e;
        }
    }

    private static Batch batchOf(Exchange exchange, IntakeConsumer consumer) {
        List<?> polled = exchange.getMessage().getBody(List.class);
        UncommittedRecords.Walk walk = consumer.walk();
        return new Batch(polled.stream()
                .map(each -> LaneRecord.of((Exchange) each))
                .filter(each -> walk.isNext(each.record()))
                .toList());
    }

    private void finish(Batch batch, IntakeConsumer consumer, Exchange exchange) throws Exception {
        int ticksToStop = TICKS_TO_STOP;
        for (int tick = 1; !batch.await(TICK_MS) && ticksToStop > 0; tick++) {
            consumer.stayInGroup();
            if (tick % TICKS_PER_COMMIT == 0) {
                commit(batch.takeDecided(), consumer);
            }
            if (isStopping(exchange)) {
                batch.stop();
                ticksToStop--;
            }
        }
        commit(batch.takeDecided(), consumer);
        for (LaneRecord left : batch.remaining()) {
            if (left.failure() != null) {
                throw left.failure();
            }
        }
    }

    /**
     * Commits those that are still this consumer's. When the group has been rebalanced since it last heard from this
     * consumer, Kafka refuses that: it is tried again once the consumer has heard of it too.
     */
    private static void commit(List<LaneRecord> decided, IntakeConsumer consumer) {
        for (int tries = 1; ; tries++) {
            try {
                commitOwned(decided, consumer);
                return;
            } catch (CommitFailedException e) {
                if (tries == TRIES_TO_COMMIT) {
                    throw e;
                }
                LOG.debug("The group is being rebalanced, the commit is tried again: {}", e.getMessage());
                consumer.stayInGroup(REBALANCE_TIME);
            }
        }
    }

    private static void commitOwned(List<LaneRecord> decided, IntakeConsumer consumer) {
        UncommittedRecords.Walk walk = consumer.walk();
        List<LaneRecord> owned =
                decided.stream().filter(each -> walk.isNext(each.record())).toList();
        if (owned.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (LaneRecord each : owned) {
            offsets.put(
                    each.record().partition(),
                    new OffsetAndMetadata(each.record().offset() + 1));
        }
        Stream<ProducerRecord<byte[], byte[]>> outcomes = owned.stream().flatMap(each -> each.written().stream());
        consumer.commit(outcomes.toList(), offsets);
    }

    private static boolean isStopping(Exchange exchange) {
        return exchange.getContext().isStopping();
    }
}
