package io.turnstile.bench.peer;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.client.RestClient;

/** Spring Boot with a Kafka listener on six threads and a {@link RestClient}; everything else is Boot's default. */
@SpringBootApplication
public class SpringListener {

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final RestClient api;

    SpringListener(KafkaTemplate<byte[], byte[]> kafka, RestClient.Builder builder) {
        this.kafka = kafka;
        this.api = builder.baseUrl(Environment.API)
                .defaultHeader("Authorization", Environment.AUTHORIZATION)
                .defaultHeader("Accept", Environment.ACCEPT)
                .build();
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(SpringListener.class);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode",
                "off",
                "spring.kafka.bootstrap-servers",
                Environment.BROKERS,
                "spring.kafka.consumer.group-id",
                Environment.GROUP,
                "spring.kafka.consumer.auto-offset-reset",
                "earliest",
                "spring.kafka.consumer.key-deserializer",
                ByteArrayDeserializer.class.getName(),
                "spring.kafka.consumer.value-deserializer",
                ByteArrayDeserializer.class.getName(),
                "spring.kafka.producer.key-serializer",
                ByteArraySerializer.class.getName(),
                "spring.kafka.producer.value-serializer",
                ByteArraySerializer.class.getName()));
        application.run(args);
    }

    @KafkaListener(topics = "${TURNSTILE_TOPIC_REQUESTS}", concurrency = "6")
    void book(ConsumerRecord<byte[], byte[]> request) {
        kafka.send(BookingJson.schedule(
                request, path -> api.get().uri(path).retrieve().body(byte[].class)));
    }
}
