package io.turnstile.intake;

import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.kafka.TopicMetadataCache;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Factory of the Kafka clients of the intake routes, with the properties that exactly-once needs and that no route may change.
 *
 * <p>Each consumer gets a name that is the same after a restart: {@code <instance>-<client id>-<number>}, where the client
 * id is the endpoint's. It is the consumer's {@code group.instance.id} (so that a restarted instance takes its partitions
 * back at once) and, with the group before it, its producer's {@code transactional.id} (so that it ends what the killed
 * one left open): {@code <group>/<name>}. No two that differ in group, instance or client id have the same: an instance
 * holds no '/', and the client id is written without '-'. Versions before had '-' for '/'; what one of them left open when
 * it was killed ends after the transaction timeout. Safe for use by several threads.
 */
public final class IntakeClientFactory extends DefaultKafkaClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeClientFactory.class);

    /** Our transactions last milliseconds; one that a killed process left open blocks readers for no longer than this. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** Records that Kafka does not take for so long are tried again later, before their transaction is too old. */
    private static final int DELIVERY_TIMEOUT_MS = 8_000;

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int MAX_BLOCK_MS = 10_000;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int MOST_RECORD_BYTES = 32 * 1024 * 1024;

    private final String instance;
    private final Map<String, String> clientProperties;
    private final InstanceConflict conflict;
    private final OwnedPartitions owned;
    private final IntakeMonitor watch;
    private final TopicMetadataCache topics;
    private final LongSupplier ticker;
    private final Set<IntakeConsumer> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch draining = new CountDownLatch(1);
    private final Map<String, CautiousReading> cautions = new ConcurrentHashMap<>();
    private final Map<String, Set<Integer>> numbersInUse = new ConcurrentHashMap<>();

    /**
     * Creates a factory.
     *
     * @param instance stable name of this process, different from that of every other live one
     * @param clientProperties Kafka client properties of the user's (TLS, SASL), for consumers and producers
     * @param conflict told when another live process uses the same instance name
     * @param owned told of the partitions that come and go
     * @param watch told what the consumers do
     * @param topics of all that is read and written
     * @param ticker nanoseconds of a clock that never goes back
     */
    public IntakeClientFactory(
            String instance,
            Map<String, String> clientProperties,
            InstanceConflict conflict,
            OwnedPartitions owned,
            IntakeMonitor watch,
            TopicMetadataCache topics,
            LongSupplier ticker) {
        this.instance = instance;
        this.clientProperties = Map.copyOf(clientProperties);
        this.conflict = conflict;
        this.owned = owned;
        this.watch = watch;
        this.topics = topics;
        this.ticker = ticker;
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties camel) {
        conflict.requireNone();
        String clientId = camel.getProperty(ConsumerConfig.CLIENT_ID_CONFIG, "intake");
        int number = takeNumber(clientId);
        String name = name(clientId, number);
        ConsumerMonitor notes = watch.consumer(name);
        Runnable freeName = () -> {
            notes.closed();
            numbersInUse.get(clientId).remove(number);
        };
        OutcomeTransactions transactions = null;
        try {
            notes.pauseAfterFaults(draining);
            transactions = new OutcomeTransactions(new KafkaProducer<>(producerProperties(camel, name)));
            Consumer<byte[], byte[]> kafka = new KafkaConsumer<>(consumerProperties(camel, name));
            notes.connected(kafka, transactions.client());
            IntakeConsumer consumer = new IntakeConsumer(
                    kafka, transactions, conflict.client(name), owned, notes, topics, caution(name), ticker, closed -> {
                        open.remove(closed);
                        freeName.run();
                    });
            open.add(consumer);
            return ConsumerProxy.of(consumer, kafka);
        } catch (InterruptedException e) {
            freeName.run();
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (Exception | Error e) {
            if (transactions != null) {
                transactions.close();
            }
            freeName.run();
            throw notes.faulted(e);
        }
    }

    private CautiousReading caution(String name) {
        return cautions.computeIfAbsent(name, any -> new CautiousReading(ticker, CautiousReading::hasMemory));
    }

    private String name(String clientId, int number) {
        return instance + "-" + clientId.replace("_", "__").replace("-", "_.") + "-" + number;
    }

    /**
     * Makes the clients of an endpoint once and closes them again, without connecting.
     *
     * @param camel what the endpoint would have
     * @throws KafkaException if Kafka's clients cannot be made with these properties; its root cause says why
     */
    public void requireUsable(Properties camel) {
        String name = name(camel.getProperty(ConsumerConfig.CLIENT_ID_CONFIG, "intake"), 0);
        new KafkaConsumer<>(consumerProperties(camel, name)).close(CloseOptions.timeout(Duration.ZERO));
        new KafkaProducer<>(producerProperties(camel, name)).close(Duration.ZERO);
    }

    /**
     * Lets all consumers end what they have begun and commit it, and begin nothing more. Returns when that is so, or when the
     * time is over: from then on nothing more is committed, and what is still under way is read again.
     */
    public void drain(Duration patience) throws InterruptedException {
        draining.countDown();
        CompletableFuture<?>[] drained =
                open.stream().map(IntakeConsumer::drain).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(drained).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Some requests were not decided in time, and will be read again", e);
        } finally {
            open.forEach(IntakeConsumer::giveUp);
        }
    }

    private synchronized int takeNumber(String clientId) {
        Set<Integer> inUse = numbersInUse.computeIfAbsent(clientId, any -> ConcurrentHashMap.newKeySet());
        int number = 0;
        while (!inUse.add(number)) {
            number++;
        }
        return number;
    }

    private Properties consumerProperties(Properties camel, String name) {
        Properties properties = new Properties();
        properties.putAll(camel);
        properties.putAll(clientProperties);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Where nothing is committed the consumer itself goes to the beginning; where offsets are gone it says so.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        caution(name).configure(properties);
        return properties;
    }

    private Properties producerProperties(Properties camel, String name) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(clientProperties);
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, camel.getProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, name + "-outcomes");
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, camel.getProperty(ConsumerConfig.GROUP_ID_CONFIG) + "/" + name);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        // More than one at a time can reach a topic that was only just created out of order, and then never gets
        // through.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // The topics say what is too large, not the client.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MOST_RECORD_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        return properties;
    }
}
