package io.turnstile.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.turnstile.endtoend.fixture.ManualClock;
import io.turnstile.intake.outcome.RecordOutcomes;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.TopicMetadataCache;
import io.turnstile.telemetry.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One consumer of the intake between Kafka's own mock clients, with routes that do as they are told and threads that run when
 * they are told. A record's value names its outcome: the topic of its outcome, or a word of {@link #routes}.
 */
final class IntakeRig {

    static final TopicPartition FIRST = new TopicPartition("requests", 0);
    static final TopicPartition SECOND = new TopicPartition("requests", 1);

    final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
    final RefusingProducer producer = new RefusingProducer();
    final List<String> fatal = new ArrayList<>();
    final Queue<Runnable> pool = new ConcurrentLinkedQueue<>();
    final Map<String, Function<ProducerRecord<byte[], byte[]>, KafkaException>> refusals = new HashMap<>();
    final Map<TopicPartition, String> ownersNotes = new HashMap<>();
    final Set<TopicPartition> owned = new HashSet<>();
    final Map<String, TopicDescription> topics = new HashMap<>();
    final Set<Long> slow = new HashSet<>();
    final IntakeMonitor watch;
    boolean holding;
    boolean memoryLeft;
    LongConsumer whileItHangs = turn -> {};
    final ManualClock clock = new ManualClock();
    private final CamelContext camel = new DefaultCamelContext();
    private final IntakeConsumer intake;
    private final RecordIntake step;
    final Consumer<byte[], byte[]> polled;

    IntakeRig() {
        watch = new IntakeMonitor(clock, fatal::add);
        watch.bindTo(new SimpleMeterRegistry());
        OwnedPartitions partitions = new OwnedPartitions(new OwnedPartitions.Listener() {
            @Override
            public String mark() {
                return "";
            }

            @Override
            public void onPartitionsAssigning(Set<TopicPartition> all, Map<TopicPartition, String> notes) {
                ownersNotes.putAll(notes);
            }

            @Override
            public Map<TopicPartition, String> onOwnershipChanged(Set<TopicPartition> all) {
                owned.clear();
                owned.addAll(all);
                return Map.of();
            }
        });
        InstanceConflict conflict = new InstanceConflict("studio", clock, fatal::add);
        intake = new IntakeConsumer(
                kafka,
                new OutcomeTransactions(producer),
                conflict.client("studio-requests-0"),
                partitions,
                watch.consumer("studio-requests-0"),
                new TopicMetadataCache(asked -> CompletableFuture.completedFuture(Map.copyOf(topics)), clock),
                new CautiousReading(clock, () -> memoryLeft),
                clock,
                closed -> {});
        polled = ConsumerProxy.of(intake, kafka);
        step = new RecordIntake(
                new IntakeContext(
                        RequestRecord.Source.REQUESTS,
                        pool::add,
                        new IntakeContext.Routes(
                                this::route,
                                exchange -> write(exchange, "retry.1"),
                                exchange -> write(exchange, "retry.1"),
                                exchange -> write(exchange, "dead-letters")),
                        new IntakeContext.Topics("dead-letters", Set.of("schedules", "dead-letters", "retry.1")),
                        Duration.ofMinutes(10),
                        new RigWaits(),
                        Tracing.OFF,
                        clock,
                        clock),
                watch);
        for (TopicPartition each : List.of(FIRST, SECOND)) {
            kafka.updateBeginningOffsets(Map.of(each, 0L));
            kafka.updateEndOffsets(Map.of(each, 0L));
        }
        polled.subscribe(List.of("requests"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> gone) {}

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> come) {}
        });
    }

    private void route(Exchange exchange) {
        String value = new String(RequestRecord.in(exchange).value(), StandardCharsets.UTF_8);
        if (value.equals("fails")) {
            throw new IllegalStateException("a step of a route is broken");
        }
        if (value.equals("hangs")) {
            whileItHangs.accept(exchange.getVariable("sequence", Long.class));
        }
        write(exchange, value.equals("hangs") ? "schedules" : value);
    }

    private static void write(Exchange exchange, String topic) {
        RequestRecord record = RequestRecord.in(exchange);
        RecordOutcomes.of(exchange).outcome(new ProducerRecord<>(topic, record.key(), id(record)));
    }

    private static byte[] id(RequestRecord record) {
        return record.origin().id().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a record to Kafka. Returns its value, the very bytes. */
    byte[] add(TopicPartition partition, long offset, String key, String value) {
        byte[] bytes = utf8(value);
        kafka.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, key == null ? null : utf8(key), bytes));
        return bytes;
    }

    /** Polls once as Camel does, and hands on what came; runs no booking. */
    void poll() {
        ConsumerRecords<byte[], byte[]> records = polled.poll(Duration.ZERO);
        for (ConsumerRecord<byte[], byte[]> each : records) {
            Exchange exchange = OneRecord.exchange(camel, each);
            exchange.getMessage()
                    .setHeader(
                            org.apache.camel.component.kafka.KafkaConstants.MANUAL_COMMIT,
                            new ConsumerAccessFactory()
                                    .newInstance(
                                            new org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory
                                                    .CamelExchangePayload(exchange, polled, "thread", null),
                                            null,
                                            null));
            step.process(exchange);
        }
    }

    /** Runs the bookings that are due. */
    void book() {
        for (Runnable each = pool.poll(); each != null; each = pool.poll()) {
            each.run();
        }
    }

    /** Polls, books and lets time pass until what was decided is committed. */
    void pass() {
        poll();
        book();
        clock.move(Duration.ofMillis(250));
        poll();
    }

    /** Adds a topic, with one partition for each leader that is there or not. */
    void describe(String name, String id, boolean... leaders) {
        List<TopicPartitionInfo> partitions = new ArrayList<>();
        for (boolean each : leaders) {
            partitions.add(new TopicPartitionInfo(
                    partitions.size(), each ? new Node(1, "kafka", 9092) : null, List.of(), List.of()));
        }
        topics.put(name, new TopicDescription(name, false, partitions, Set.of(), Uuid.fromString(id)));
    }

    void describeAsMissing(String name) {
        topics.put(name, new TopicDescription(name, false, List.of()));
    }

    /** Returns what was committed, in order: {@code topic id}. */
    List<String> committed() {
        return producer.history().stream()
                .map(each -> each.topic() + " "
                        + (each.value() == null ? "-" : new String(each.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** Returns the last committed offset of a partition, with its metadata. */
    OffsetAndMetadata offset(TopicPartition partition) {
        OffsetAndMetadata last = null;
        for (Map<String, Map<TopicPartition, OffsetAndMetadata>> each : producer.consumerGroupOffsetsHistory()) {
            for (Map<TopicPartition, OffsetAndMetadata> offsets : each.values()) {
                last = offsets.getOrDefault(partition, last);
            }
        }
        return last;
    }

    ConsumerState state() {
        return watch.consumers().get(0);
    }

    IntakeConsumer intake() {
        return intake;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Kafka's mock of a producer, which refuses some records as a broker does. */
    final class RefusingProducer extends MockProducer<byte[], byte[]> {

        RuntimeException commitFault;
        int commitTimeouts;
        Predicate<ProducerRecord<byte[], byte[]>> collateral = record -> false;
        private final List<CompletableFuture<RecordMetadata>> open = new ArrayList<>();
        private boolean failed;

        private RefusingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            KafkaException fault =
                    refusals.getOrDefault(record.topic(), any -> null).apply(record);
            if (fault != null) {
                return CompletableFuture.failedFuture(fault);
            }
            failed |= record.topic().equals("schedules") && collateral.test(record);
            super.send(record);
            CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
            open.add(sent);
            return sent;
        }

        @Override
        public void abortTransaction() {
            super.abortTransaction();
            failed = false;
            open.clear();
        }

        @Override
        public void commitTransaction() {
            if (commitTimeouts-- > 0) {
                throw new TimeoutException("Timeout expired after 10000ms while awaiting EndTxn(true)");
            }
            if (commitFault != null) {
                throw commitFault;
            }
            if (failed) {
                RecordTooLargeException fault = new RecordTooLargeException("too large");
                open.forEach(each -> each.completeExceptionally(fault));
                throw fault;
            }
            open.clear();
            super.commitTransaction();
        }
    }

    private final class RigWaits implements IntakeContext.CallWaits {
        @Override
        public boolean isHolding() {
            return holding;
        }

        @Override
        public boolean isSlow(long turn, Duration patience) {
            return slow.contains(turn);
        }

        @Override
        public boolean isQueued(long turn) {
            return false;
        }

        @Override
        public void end(long turn) {}
    }
}
