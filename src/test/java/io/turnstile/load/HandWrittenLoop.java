package io.turnstile.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Does by hand what one would write without Turnstile: poll, two calls a request on a pool, a schedule, one transaction a
 * batch. It knows no dead letters, no retries, no quota and no order within a key.
 */
public final class HandWrittenLoop {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HandWrittenLoop() {}

    public static void main(String[] args) throws InterruptedException {
        int concurrency = Integer.parseInt(System.getenv("TURNSTILE_INTAKE_CONCURRENCY"));
        ExecutorService pool = Executors.newFixedThreadPool(concurrency);
        CloseableHttpClient http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(concurrency)
                        .setMaxConnTotal(concurrency)
                        .build())
                .build();
        List<Thread> consumers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            Thread consumer = new Thread(() -> consume(number, pool, http));
            consumer.start();
            consumers.add(consumer);
        }
        for (Thread consumer : consumers) {
            consumer.join();
        }
    }

    private static void consume(int number, ExecutorService pool, CloseableHttpClient http) {
        String brokers = System.getenv("TURNSTILE_KAFKA_BROKERS");
        Map<String, Object> in = new HashMap<>();
        in.put("bootstrap.servers", brokers);
        in.put("group.id", "by-hand");
        in.put("auto.offset.reset", "earliest");
        in.put("enable.auto.commit", "false");
        in.put("isolation.level", "read_committed");
        in.put("key.deserializer", ByteArrayDeserializer.class);
        in.put("value.deserializer", ByteArrayDeserializer.class);
        Map<String, Object> out = new HashMap<>();
        out.put("bootstrap.servers", brokers);
        out.put("transactional.id", "by-hand-" + number);
        out.put("linger.ms", "5");
        out.put("compression.type", "lz4");
        out.put("key.serializer", ByteArraySerializer.class);
        out.put("value.serializer", ByteArraySerializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(in);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(out)) {
            producer.initTransactions();
            consumer.subscribe(List.of("booking.requests"));
            while (true) {
                pass(consumer.poll(Duration.ofMillis(100)), consumer, producer, pool, http);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pass(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            ExecutorService pool,
            CloseableHttpClient http)
            throws Exception {
        if (records.isEmpty()) {
            return;
        }
        List<Future<ProducerRecord<byte[], byte[]>>> decided = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            decided.add(pool.submit(() -> decide(record, http)));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        List<ProducerRecord<byte[], byte[]>> outcomes = new ArrayList<>();
        for (Future<ProducerRecord<byte[], byte[]>> each : decided) {
            outcomes.add(each.get());
        }
        producer.beginTransaction();
        outcomes.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private static ProducerRecord<byte[], byte[]> decide(
            ConsumerRecord<byte[], byte[]> record, CloseableHttpClient http) throws IOException {
        JsonNode request = JSON.readTree(record.value());
        String client = "/company/" + request.path("location_id").asLong() + "/client/"
                + request.path("client_id").asLong() + "/loyalty/abonements/";
        String event = "?event_id=" + request.path("event_id").asLong();
        JsonNode found = get(client + "search_for_activity" + event, http);
        JsonNode membership = found.path("data").path(0);
        List<String> days = new ArrayList<>();
        request.path("schedule_day_ids").forEach(day -> days.add(day.asText()));
        JsonNode check = get(
                client + membership.path("id").asText() + "/check_for_activity" + event + "&schedule_day_ids="
                        + String.join("%2C", days),
                http);
        ObjectNode schedule = JSON.createObjectNode();
        schedule.set("request_id", request.path("request_id"));
        schedule.set("location_id", request.path("location_id"));
        schedule.set("client_id", request.path("client_id"));
        schedule.set("event_id", request.path("event_id"));
        schedule.set("schedule_day_ids", request.path("schedule_day_ids"));
        schedule.set("membership", membership);
        schedule.set("check", check.path("data").path("attributes"));
        schedule.set("request", request);
        ProducerRecord<byte[], byte[]> outcome =
                new ProducerRecord<>("booking.schedules", record.key(), JSON.writeValueAsBytes(schedule));
        outcome.headers()
                .add(
                        "ce_id",
                        (record.topic() + "-" + record.partition() + "-" + record.offset())
                                .getBytes(StandardCharsets.UTF_8));
        return outcome;
    }

    private static JsonNode get(String path, CloseableHttpClient http) throws IOException {
        HttpGet get = new HttpGet(System.getenv("TURNSTILE_ALTEGIO_BASE_URL") + path);
        get.addHeader("Authorization", "Bearer sim-partner, User sim-user");
        get.addHeader("Accept", "application/vnd.api.v2+json");
        byte[] body = http.execute(get, response -> EntityUtils.toByteArray(response.getEntity()));
        return JSON.readTree(body);
    }
}
