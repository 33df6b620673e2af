package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, nobody hears that Kafka is about to delete open letters, or people delete them themselves. */
class KeptLettersRestTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** An open letter that Kafka deletes is a booking that nobody will ever put right. */
    @Test
    void shouldWarnWhenKafkaWouldDeleteOpenLettersAndPruneOnlyResolvedOnes() throws Exception {
        try (PipelineFixture other = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            // given a topic that somebody made with a time to live, and three letters of which the first two are
            // discarded
            String topic = other.settings().topics().deadLetters();
            setRetention(topic, "86400000");
            URI there = other.startPipeline().address();
            byte[] key = PipelineFixture.utf8("one partition");
            List<String> three = other.sendAll(IntStream.range(0, 3)
                    .mapToObj(i -> other.request(key, PipelineFixture.utf8("no booking " + i)))
                    .toList());
            other.awaitDecided(three, 3, PATIENCE);
            await().atMost(PATIENCE)
                    .until(() ->
                            getFrom(there, "/api/dead-letters").path("letters").size() == 3);
            String discard =
                    "{\"action\": \"discard\", \"ids\": [\"%s\", \"%s\"]}".formatted(three.get(0), three.get(1));
            answer(HttpRequest.newBuilder(there.resolve("/api/jobs"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(discard)));
            await().atMost(PATIENCE)
                    .until(() ->
                            getFrom(there, "/api/dead-letters").path("letters").size() == 1);

            // then console and health warn, with the time that is left
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(getFrom(there, "/api/overview")
                                            .path("warnings")
                                            .toString())
                                    .contains(
                                            topic
                                                    + " drops what is older than 1 d (retention.ms=86400000), the oldest open dead letter in 23 h"));
            assertThat(getFrom(there, "/health/ready").toString()).contains("WARNING: " + topic + " drops");

            // and pruning deletes the discarded ones alone
            HttpResponse<String> pruned = answer(HttpRequest.newBuilder(there.resolve("/api/prune"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.noBody()));
            assertThat(JSON.readTree(pruned.body()).path("records").asInt()).isPositive();
            assertThat(getFrom(there, "/api/dead-letters/" + three.get(2))
                            .path("value")
                            .path("text")
                            .asText())
                    .isEqualTo("no booking 2");
            assertThat(answer(HttpRequest.newBuilder(there.resolve("/api/dead-letters/" + three.get(0))))
                            .statusCode())
                    .isEqualTo(404);
            JsonNode audit = getFrom(there, "/api/audit").path("entries");
            assertThat(audit.path(0).path("what").asText()).matches("pruned \\d+ records of resolved letters");
            assertThat(audit.path(1).path("what").asText()).isEqualTo("wants to prune resolved letters");
        }
    }

    private static void setRetention(String topic, String ms) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            AlterConfigOp set = new AlterConfigOp(new ConfigEntry("retention.ms", ms), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
        }
    }

    private static JsonNode getFrom(URI there, String path) throws IOException, InterruptedException {
        return JSON.readTree(answer(HttpRequest.newBuilder(there.resolve(path))).body());
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
