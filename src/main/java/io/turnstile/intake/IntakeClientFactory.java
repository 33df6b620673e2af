package io.turnstile.intake;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients of the intake routes, with the properties that exactly-once needs and that no route may change.
 *
 * <p>Each consumer gets a name that is the same after a restart: {@code <instance>-<client id>-<number>}, where the client
 * id is the endpoint's. It is the consumer's {@code group.instance.id} (so that a restarted instance takes its partitions
 * back at once) and, with the group before it, its producer's {@code transactional.id} (so that it ends what the killed
 * one left open). Safe for use by several threads.
 */
public final class IntakeClientFactory extends DefaultKafkaClientFactory {

    /** Our transactions last milliseconds; one that a killed process left open blocks readers for no longer than this. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** A commit that takes longer than this is given up, and its batch read again. */
    private static final int DELIVERY_TIMEOUT_MS = 30_000;

    private static final int REQUEST_TIMEOUT_MS = 20_000;
    private static final int BATCH_BYTES = 128 * 1024;

    private final String instance;
    private final Map<String, String> clientProperties;
    private final InstanceConflict conflict;
    private final OwnedPartitions owned;
    private final Map<String, Set<Integer>> numbersInUse = new ConcurrentHashMap<>();

    /**
     * Creates a factory.
     *
     * @param instance stable name of this process, different from that of every other live one
     * @param clientProperties Kafka client properties of the user's (TLS, SASL), for consumers and producers
     * @param conflict told when another live process uses the same instance name
     * @param owned told of the partitions that come and go
     */
    public IntakeClientFactory(
            String instance, Map<String, String> clientProperties, InstanceConflict conflict, OwnedPartitions owned) {
        this.instance = instance;
        this.clientProperties = Map.copyOf(clientProperties);
        this.conflict = conflict;
        this.owned = owned;
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties camel) {
        String clientId = camel.getProperty(ConsumerConfig.CLIENT_ID_CONFIG, "intake");
        int number = takeNumber(clientId);
        String name = instance + "-" + clientId + "-" + number;
        Runnable onClose = () -> numbersInUse.get(clientId).remove(number);
        OutcomeTransactions transactions = null;
        try {
            transactions = new OutcomeTransactions(producerProperties(camel, name));
            return new IntakeConsumer(consumerProperties(camel, name), transactions, conflict, owned, onClose);
        } catch (RuntimeException e) {
            if (transactions != null) {
                transactions.close();
            }
            onClose.run();
            throw e;
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
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return properties;
    }

    private Properties producerProperties(Properties camel, String name) {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, camel.getProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, name + "-outcomes");
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, camel.getProperty(ConsumerConfig.GROUP_ID_CONFIG) + "-" + name);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        // More than one at a time can reach a topic that was only just created out of order, and then never gets
        // through.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return properties;
    }
}
