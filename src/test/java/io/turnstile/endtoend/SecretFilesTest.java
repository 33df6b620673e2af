package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.config.SettingsException;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If one of these fails, a token that is rotated in its file stops bookings, or lets in whoever knows the old one. */
class SecretFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path folder;

    @Test
    void shouldContinueWithoutARestartWhenTheTokenInItsFileIsReplaced() throws Exception {
        Path file = folder.resolve("user-token");
        Files.writeString(file, ALTEGIO.simulator().tokens().issue() + "\n");
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("altegio.user-token", "")
                        .with("altegio.user-token-file", file);
                LogLines log = LogLines.collect()) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 9, 20, 20));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            // given a token that Altegio refuses
            ALTEGIO.simulator().tokens().revoke();
            List<String> more =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 10, 20, 20));
            await().atMost(PATIENCE)
                    .until(() -> get(pipeline, "/health/ready", "").contains("Altegio refuses the token"));
            // when somebody writes an empty file first, and then the new token
            Files.writeString(file, "");
            await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("is empty")));
            String fresh = ALTEGIO.simulator().tokens().issue();
            Files.writeString(file, fresh);

            stage.awaitExactlyOneOutcomeEach(more, PATIENCE);
            assertThat(more).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("Took turnstile.altegio.user-token again"))
                    .noneMatch(line -> line.contains(fresh));
        }
    }

    @Test
    void shouldLetInWithTheNewTokenAndNoLongerWithTheOldWhenTheFileIsReplaced() throws Exception {
        Path file = folder.resolve("operator-token");
        Files.writeString(file, "the-operators-first-token");
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("http.viewer-token", "a-viewers-token-that-stays")
                .with("http.operator-token-file", file)) {
            Pipeline pipeline = stage.startPipeline();
            assertThat(get(pipeline, "/api/session", "the-operators-first-token"))
                    .contains("\"operator\"");
            // when it is replaced as an orchestrator does it: by another file
            Path next = Files.writeString(folder.resolve("next"), "the-operators-second-token");
            Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            await().atMost(PATIENCE).until(() -> get(pipeline, "/api/session", "the-operators-second-token")
                    .contains("\"operator\""));
            assertThat(get(pipeline, "/api/session", "the-operators-first-token"))
                    .doesNotContain("\"operator\"");
            assertThat(get(pipeline, "/api/session", "a-viewers-token-that-stays"))
                    .contains("\"viewer\"");
        }
    }

    @Test
    void shouldRefuseInOneLineToStartWhenASecretIsGivenTwiceOrItsFileIsNone() throws IOException {
        try (PipelineFixture both = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("altegio.partner-token-file", Files.writeString(folder.resolve("token"), "x"))) {
            assertThatThrownBy(both::settings)
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("turnstile.altegio.partner-token and turnstile.altegio.partner-token-file are both set:"
                            + " leave one");
        }
        for (Path none : List.of(folder.resolve("none"), folder)) {
            try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                    .with("altegio.partner-token", "")
                    .with("altegio.partner-token-file", none)) {
                assertThatThrownBy(stage::settings)
                        .isInstanceOf(SettingsException.class)
                        .hasMessage("There is no file of a secret at " + none
                                + ": fix turnstile.altegio.partner-token-file, or the file");
            }
        }
    }

    private static String get(Pipeline pipeline, String path, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(pipeline.address().resolve(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }
}
