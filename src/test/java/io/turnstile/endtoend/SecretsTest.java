package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.api.AcceptedCredentials;
import io.turnstile.simulator.api.TokenShape;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.OddKind;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** If this fails, whoever may read dead letters or logs may book in the partner's name. */
class SecretsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PARTNER = "partner-9f1c0c1e-4a7b";
    private static final String USER = "user/5e+77b&01-token";
    private static final String LOGIN = "owner@salon.example";
    private static final String PASSWORD = "pa\"ss w\\örd-31";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void shouldKeepThemOutOfLettersLogsAndRestThoughAltegioSendsThemBack() throws Exception {
        AcceptedCredentials credentials =
                new AcceptedCredentials(PARTNER, USER, LOGIN, PASSWORD, TokenShape.DATA, Duration.ZERO);
        try (Simulator altegio = Simulator.start(SimulatorOptions.defaults().withCredentials(credentials));
                LogLines log = LogLines.collect();
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), altegio.url())
                        .with("altegio.partner-token", PARTNER)
                        .with("altegio.user-token", "")
                        .with("altegio.login", LOGIN)
                        .with("altegio.password", PASSWORD)
                        .with("retry.delays", "50ms,50ms")) {
            // given one client whose errors and one whose refusals quote the request, among others that are well
            List<SampleRequest> samples = SampleRequests.valid(altegio.world(), 17, 30, 30);
            OddResponses odd = OddResponses.none()
                    .withClients(Map.of(
                            Long.valueOf(samples.get(0).key()), OddResponse.of(OddKind.QUOTE, 500),
                            Long.valueOf(samples.get(1).key()), OddResponse.of(OddKind.QUOTE, 403)));
            altegio.faults().set(Faults.none().withOdd(odd));
            Pipeline pipeline = stage.startPipeline();

            // when all are decided, the token being changed meanwhile
            List<String> ids = stage.send(samples.subList(2, 15));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            altegio.tokens().revoke();
            ids = stage.send(samples.subList(15, 30));
            List<String> failing = stage.send(samples.subList(0, 2));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            stage.awaitExactlyOneOutcomeEach(failing, PATIENCE);

            // then the letters show the answers, and nothing of the secrets; nor does REST
            assertThat(stage.reasonOf(failing.get(0))).isEqualTo("UPSTREAM_ERROR");
            assertThat(stage.reasonOf(failing.get(1))).isEqualTo("FORBIDDEN");
            for (String id : failing) {
                ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(id);
                StringBuilder headers = new StringBuilder();
                letter.headers().forEach(header -> headers.append(header.key())
                        .append('=')
                        .append(new String(header.value(), StandardCharsets.UTF_8))
                        .append('\n'));
                assertThat(headers.toString()).contains("Authorization: Bearer ***, User ***");
                assertNoSecret(headers.toString());
            }
            assertNoSecret(get(pipeline, "/api/dead-letters?status=all"));
            assertNoSecret(get(pipeline, "/metrics"));

            // and whatever is logged, by whomever, comes out without them
            LoggerFactory.getLogger("org.example").warn("{} was sent", "Bearer " + PARTNER, new Exception(PASSWORD));
            assertThat(log.lines()).anyMatch(line -> line.contains("Bearer *** was sent"));
            assertNoSecret(String.join("\n", log.lines()));
        }
    }

    private static void assertNoSecret(String text) {
        for (String part :
                List.of("partner-9f1c", "user/5e", "5e%2B77", "5e+77", "owner@salon", "w\\\\örd", "w\\örd")) {
            assertThat(text).doesNotContain(part);
        }
    }

    private static String get(Pipeline pipeline, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(pipeline.address() + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
