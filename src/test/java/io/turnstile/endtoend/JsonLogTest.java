package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.config.Secrets;
import io.turnstile.endtoend.fixture.JsonLog;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TraceSink;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.telemetry.LogContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A log that a machine reads must hold one event a line, whatever senders write into their requests. */
class JsonLogTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldNameTheRequestOnEachLineThatIsLoggedForItAndQuoteNothingElseOfItsBody() throws Exception {
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 3, 30, 30);
        long failing = Long.parseLong(samples.get(0).key());
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(failing, 500)));
        try (TraceSink sink = new TraceSink();
                JsonLog log = JsonLog.collect("eu-1");
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("retry.delays", "300ms")
                        .with("tracing.endpoint", sink.url())) {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (SampleRequest each : samples) {
                var json = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(each.value());
                json.put("request_id", "id\r\n\u001b[2J of " + each.key());
                json.put("note", "MARK-OF-THE-BODY");
                records.add(stage.request(PipelineFixture.utf8(each.key()), JSON.writeValueAsBytes(json)));
            }
            stage.startPipeline();
            List<String> ids = stage.sendAll(records);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            List<JsonNode> tries = log.events().stream()
                    .filter(each -> each.path("message").asText().contains("Could not be decided"))
                    .toList();
            assertThat(tries).hasSize(2).allSatisfy(each -> {
                assertThat(each.path("level").asText()).isEqualTo("WARN");
                assertThat(each.path("instance").asText()).isEqualTo("eu-1");
                assertThat(each.path("origin").asText()).isEqualTo(ids.get(0));
                assertThat(each.path("request_id").asText()).isEqualTo("id\r\n\u001b[2J of " + failing);
                assertThat(each.path("client").asText()).isEqualTo(Long.toString(failing));
                assertThat(each.path("trace_id").asText()).matches("[0-9a-f]{32}");
            });
            assertThat(tries.get(0).path("trace_id")).isEqualTo(tries.get(1).path("trace_id"));
            assertThat(log.text()).doesNotContain("MARK-OF-THE-BODY", "sim-user", "sim-partner");
            // and the lines of nobody name nobody
            assertThat(log.events())
                    .filteredOn(each -> !each.path("thread").asText().startsWith("booking-"))
                    .allSatisfy(each -> assertThat(each.has("request_id")).isFalse());
        }
    }

    @Test
    void shouldKeepOneEventOnOneLineAndSecretsOutWhateverARequestIsCalled() {
        Secrets.OF_PROCESS.accept("very-secret-token");
        List<String> hostile = List.of(
                "\n{\"level\":\"ERROR\"}",
                "\r\n\r\n",
                "\u001b[31mred\u001b[0m",
                "\u0000\u0007\u007f\u0085\u2028\u2029",
                "\ud800 half",
                "${jndi:ldap://127.0.0.1/x} ${env:PATH}",
                "\"\\\"",
                "x very-secret-token y",
                "\ud83d\ude00".repeat(64));
        try (JsonLog log = JsonLog.collect("eu-1")) {
            for (String id : hostile) {
                LogContext.begin("booking.requests-0-1");
                LogContext.read(id, 7);
                LoggerFactory.getLogger(JsonLogTest.class).warn("Request {} is odd", id);
                LogContext.end();
            }
            LoggerFactory.getLogger(JsonLogTest.class).warn("After", new IllegalStateException("a\nb"));

            assertThat(log.lines()).hasSize(hostile.size() + 1);
            for (int i = 0; i < hostile.size(); i++) {
                String id = hostile.get(i).replace("very-secret-token", "***").replace("\ud800", "?");
                assertThat(log.events().get(i).path("request_id").asText()).isEqualTo(id);
                assertThat(log.events().get(i).path("message").asText()).isEqualTo("Request " + id + " is odd");
                assertThat(log.lines().get(i)).doesNotContain("\u001b", "\r");
            }
            JsonNode last = log.events().get(hostile.size());
            assertThat(last.path("error").asText()).contains("IllegalStateException", "a\nb");
            assertThat(last.has("request_id")).isFalse();
            assertThat(ThreadContext.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldWriteNothingButEventsToStandardErrorWhenTheProcessRuns() throws Exception {
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("log.format", "json")) {
            Map<String, String> environment = new HashMap<>(stage.environment());
            stage.settings();
            try (TurnstileProcess process = TurnstileProcess.start(environment, "run")) {
                process.awaitErr("console at", PATIENCE);
                process.terminate();
                process.exit(PATIENCE);
                assertThat(process.err()).isNotEmpty().allSatisfy(line -> {
                    JsonNode event = JSON.readTree(line.getBytes(StandardCharsets.UTF_8));
                    assertThat(event.path("instance").asText())
                            .isEqualTo(stage.settings().instance());
                    assertThat(event.path("message").asText()).isNotBlank();
                });
            }
        }
    }
}
