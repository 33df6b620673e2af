package io.turnstile.deadletter.index;

import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes topics of its own on a broker, and writes to them in transactions. */
public final class DeadLetterTopics implements AutoCloseable {

    static final int PARTITIONS = 2;

    private final String brokers;
    private final IndexSyncConfig config;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public DeadLetterTopics(String brokers) throws InterruptedException, ExecutionException {
        this.brokers = brokers;
        String prefix = UUID.randomUUID().toString();
        config = new IndexSyncConfig(
                brokers,
                Map.of(),
                "test",
                prefix + ".dead-letters",
                prefix + ".resolutions",
                prefix + ".schedules",
                prefix + ".jobs");
        admin = Admin.create(Map.of("bootstrap.servers", brokers));
        List<NewTopic> topics = new ArrayList<>();
        for (String each : List.of(config.deadLetters(), config.resolutions(), config.schedules(), config.jobs())) {
            topics.add(new NewTopic(each, PARTITIONS, (short) 1));
        }
        admin.createTopics(topics).all().get();
        producer = transactional(prefix);
    }

    public IndexSyncConfig config() {
        return config;
    }

    public Admin admin() {
        return admin;
    }

    /** Writes records in one transaction, each to the topic and partition that it names. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final void commit(ProducerRecord<byte[], byte[]>... records) {
        commit(List.of(records));
    }

    public void commit(List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        for (ProducerRecord<byte[], byte[]> each : records) {
            producer.send(each);
        }
        producer.commitTransaction();
    }

    /** Is a transaction of another writer, written and not committed yet. */
    public record Open(KafkaProducer<byte[], byte[]> producer) implements AutoCloseable {

        public void commit() {
            producer.commitTransaction();
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    /** Writes a record in a transaction that stays open. */
    public Open begin(ProducerRecord<byte[], byte[]> record) {
        KafkaProducer<byte[], byte[]> other = transactional(config.deadLetters() + "-other");
        other.beginTransaction();
        other.send(record);
        other.flush();
        return new Open(other);
    }

    private KafkaProducer<byte[], byte[]> transactional(String id) {
        KafkaProducer<byte[], byte[]> made = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        made.initTransactions();
        return made;
    }

    @SafeVarargs
    public final void abort(ProducerRecord<byte[], byte[]>... records) {
        producer.beginTransaction();
        for (ProducerRecord<byte[], byte[]> each : records) {
            producer.send(each);
        }
        producer.flush();
        producer.abortTransaction();
    }

    /** Makes a dead letter as Turnstile writes it, decided {@code n} seconds after noon. */
    public ProducerRecord<byte[], byte[]> letter(int n, String... more) {
        List<Header> headers = new ArrayList<>(List.of(
                header("turnstile-dead-letter-id", ExampleLetters.id(n)),
                header("turnstile-kind", "rejected"),
                header("turnstile-reason", "NO_MEMBERSHIP"),
                header("turnstile-message", "Client 7 has no membership."),
                header(
                        "turnstile-decided-at",
                        ExampleLetters.NOON.plusSeconds(n).toString())));
        for (int i = 0; i < more.length; i += 2) {
            headers.add(header(more[i], more[i + 1]));
        }
        return new ProducerRecord<>(
                config.deadLetters(),
                n % PARTITIONS,
                null,
                bytes("7"),
                bytes("{\"request_id\": \"r\", \"location_id\": 1, \"client_id\": 7, \"event_id\": " + n + "}"),
                headers);
    }

    /** Makes a letter whose request was asked for at noon. */
    public ProducerRecord<byte[], byte[]> asked(int n) {
        return letter(n, "turnstile-origin-timestamp", Long.toString(ExampleLetters.NOON.toEpochMilli()));
    }

    /** Makes any record of the dead-letter topic. */
    public ProducerRecord<byte[], byte[]> record(int partition, byte[] key, byte[] value, Header... headers) {
        return new ProducerRecord<>(config.deadLetters(), partition, null, key, value, List.of(headers));
    }

    public ProducerRecord<byte[], byte[]> discarded(int n) {
        return new ProducerRecord<>(
                config.resolutions(),
                n % PARTITIONS,
                bytes(ExampleLetters.id(n)),
                bytes(
                        "{\"dead_letter_id\": \"" + ExampleLetters.id(n)
                                + "\", \"action\": \"discarded\", \"by\": \"ann\","
                                + " \"at\": \"2026-11-23T13:00:00Z\", \"note\": \"\", \"job_id\": \"job\", \"edited\": false}"));
    }

    public ProducerRecord<byte[], byte[]> reopened(int n) {
        return new ProducerRecord<>(
                config.resolutions(),
                n % PARTITIONS,
                bytes(ExampleLetters.id(n)),
                bytes("{\"dead_letter_id\": \"" + ExampleLetters.id(n)
                        + "\", \"action\": \"reopened\", \"by\": \"ben\", \"at\": \"2026-11-23T14:00:00Z\"}"));
    }

    public ProducerRecord<byte[], byte[]> replayed(int n, int as) {
        return new ProducerRecord<>(
                config.resolutions(),
                n % PARTITIONS,
                null,
                bytes(ExampleLetters.id(n)),
                bytes("{\"dead_letter_id\": \"" + ExampleLetters.id(n)
                        + "\", \"action\": \"replayed\", \"by\": \"ann\","
                        + " \"at\": \"2026-11-23T13:00:00Z\", \"note\": \"\", \"job_id\": \"job\", \"edited\": true}"),
                List.of(header("turnstile-replayed-as", ExampleLetters.id(as))));
    }

    public ProducerRecord<byte[], byte[]> schedule(int n) {
        return newer(n, n);
    }

    /** Makes a schedule of the same client and event as letter {@code n}, of the request {@code as}. */
    public ProducerRecord<byte[], byte[]> newer(int n, int as) {
        return new ProducerRecord<>(
                config.schedules(),
                n % PARTITIONS,
                null,
                bytes("7"),
                bytes("{\"location_id\": 1, \"client_id\": 7, \"event_id\": " + n + "}"),
                List.of(
                        header("ce_id", ExampleLetters.id(as)),
                        header("ce_time", ExampleLetters.NOON.plusSeconds(as).toString())));
    }

    /** Deletes what stands before an offset. */
    public void deleteUpTo(int partition, long offset) throws InterruptedException, ExecutionException {
        admin.deleteRecords(Map.of(
                        new TopicPartition(config.deadLetters(), partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    public static Header header(String name, String value) {
        return header(name, bytes(value));
    }

    public static Header header(String name, byte[] value) {
        return HeaderWriter.empty().add(name, value).lastHeader(name);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
