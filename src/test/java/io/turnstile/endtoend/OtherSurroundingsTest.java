package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, what stands in messages depends on the country in which the server was set up. */
class OtherSurroundingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String EGYPT =
            "-Duser.language=ar -Duser.country=EG -Duser.timezone=Asia/Kathmandu -Dfile.encoding=US-ASCII";
    private static final Pattern OTHER_DIGITS = Pattern.compile("(?![0-9])\\p{Nd}");
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheSameBytesWhateverLocaleTimeZoneAndCharsetAre() throws Exception {
        List<SampleRequest> samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 23, 60).stream()
                .filter(SampleRequest::jsonObject)
                .toList();
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            stage.settings();
            List<String> requests = new ArrayList<>();
            for (SampleRequest sample : samples) {
                ObjectNode json = (ObjectNode) JSON.readTree(sample.text());
                requests.add(JSON.writeValueAsString(json.put("name", "Zoë Жук 界 \uD83E\uDDD8")));
            }
            Path file = Files.writeString(folder.resolve("requests.jsonl"), String.join("\n", requests) + "\n");
            Map<String, String> environment = new HashMap<>(stage.environment());
            environment.put("JAVA_TOOL_OPTIONS", EGYPT);

            try (TurnstileProcess run = TurnstileProcess.start(environment, "run");
                    TurnstileProcess send = TurnstileProcess.start(environment, "send", file.toString())) {
                assertThat(send.exit(PATIENCE)).isZero();
                assertThat(send.out())
                        .contains("sent=" + requests.size() + " topic="
                                + stage.settings().topics().requests());
                List<String> ids = Replays.read(
                                stage.settings(), stage.settings().topics().requests())
                        .stream()
                        .map(Replays::place)
                        .toList();
                assertThat(ids).hasSameSizeAs(requests);
                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                run.terminate();
                run.exit(PATIENCE);

                for (String id : ids) {
                    ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(id);
                    String text = headers(outcome) + new String(outcome.value(), StandardCharsets.UTF_8);
                    assertThat(text).contains("Zoë Жук 界 \uD83E\uDDD8").doesNotContainPattern(OTHER_DIGITS);
                }
                assertThat(String.join("\n", run.err()) + String.join("\n", run.out()) + String.join("\n", send.err()))
                        .doesNotContainPattern(OTHER_DIGITS);
            }
        }
    }

    private static String headers(ConsumerRecord<byte[], byte[]> outcome) {
        StringBuilder all = new StringBuilder();
        for (Header header : outcome.headers()) {
            all.append(header.key()).append('=').append(new String(header.value(), StandardCharsets.UTF_8));
        }
        return all.toString();
    }
}
