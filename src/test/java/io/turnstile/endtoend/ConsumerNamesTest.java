package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.kafka.TopicMetadataCache;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, two consumers of one process take each other's place after an outage, and the process gives up. */
class ConsumerNamesTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void shouldGiveEachLiveConsumerItsOwnNameWhenCamelClosesOneTwice() {
        List<String> stops = new ArrayList<>();
        IntakeClientFactory factory = new IntakeClientFactory(
                "names",
                Map.of(),
                new InstanceConflict("names", System::nanoTime, stops::add),
                new OwnedPartitions(OwnedPartitions.Listener.marking("")),
                new IntakeMonitor(Clock.systemUTC(), stops::add),
                new TopicMetadataCache(topics -> CompletableFuture.completedFuture(Map.of()), System::nanoTime),
                System::nanoTime);
        Properties camel = new Properties();
        camel.put("bootstrap.servers", KAFKA.brokers());
        camel.put("group.id", "e2e-names");
        camel.put("client.id", "requests");

        List<Consumer<?, ?>> made = new ArrayList<>();
        try {
            made.add(factory.getConsumer(camel));
            made.add(factory.getConsumer(camel));
            made.get(0).close();
            made.add(factory.getConsumer(camel));
            // as Camel does before it creates a consumer again, whoever has the name by then
            made.get(0).close();
            made.add(factory.getConsumer(camel));

            assertThat(made.subList(1, 4).stream().map(ConsumerNamesTest::name))
                    .containsExactly("names-requests-1", "names-requests-0", "names-requests-2");
        } finally {
            made.forEach(Consumer::close);
        }
    }

    private static String name(Consumer<?, ?> consumer) {
        return consumer.groupMetadata().groupInstanceId().orElseThrow();
    }
}
