package io.turnstile.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** If this fails, the first command that somebody tries ends with a stack trace or with half a sentence. */
class EmbeddedKafkaTest {

    /** As a second demo does, which looks for a port in the same moment. */
    @Test
    void shouldTakeAnotherPortWhenSomebodyTookItMeanwhile() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedKafka kafka = EmbeddedKafka.start(List.of(taken.getLocalPort()), Map.of())) {
            assertThat(kafka.brokers()).startsWith("127.0.0.1:").doesNotEndWith(":" + taken.getLocalPort());
        }
    }
}
