package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.config.SettingsException;
import io.turnstile.endtoend.fixture.Certificates;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TestProxy;
import io.turnstile.endtoend.fixture.TlsFront;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If one of these fails, nobody behind a company's proxy or its own certificates can use it; or whoever is between is let in. */
class SecuredAltegioTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PASSWORD = "the-password-of-the-proxy";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.make("altegio");
        certificates.make("somebody-else");
    }

    @Test
    void shouldHoldForACertificateThatTheFileDoesNotTrustAndContinueWhenItDoes() throws Exception {
        Path trust = Files.copy(certificates.certificate("somebody-else"), folder.resolve("trust.pem"));
        try (TlsFront altegio = new TlsFront(ALTEGIO.url(), certificates.keyStore("altegio"));
                PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), altegio.url()).with("altegio.trust-file", trust);
                LogLines log = LogLines.collect()) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 31, 10, 10));
            await().atMost(PATIENCE).until(() -> ready(pipeline).contains("its certificate is not trusted"));
            // when somebody breaks the file first, and then puts the right one there
            Files.writeString(trust, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
            await().atMost(PATIENCE).until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains(
                            "turnstile.altegio.trust-file: " + trust + " holds a certificate that cannot be read")));
            Files.copy(certificates.certificate("altegio"), trust, StandardCopyOption.REPLACE_EXISTING);

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
        }
    }

    @Test
    void shouldCallThroughTheProxyInATunnelAndHoldWhileItRefusesTheLogin() throws Exception {
        Path password = Files.writeString(folder.resolve("proxy-password"), "an-old-password");
        try (TlsFront altegio = new TlsFront(ALTEGIO.url(), certificates.keyStore("altegio"));
                TestProxy proxy = new TestProxy("turnstile", PASSWORD);
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), altegio.url())
                        .with("altegio.trust-file", certificates.certificate("altegio"))
                        .with("proxy.host", "127.0.0.1")
                        .with("proxy.port", proxy.port())
                        .with("proxy.user", "turnstile")
                        .with("proxy.password-file", password)
                        .with("proxy.no-proxy", "localhost")) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 32, 10, 10));
            await().atMost(PATIENCE).until(() -> ready(pipeline).contains("turnstile.proxy.password"));
            // when the password in the file is replaced
            Files.writeString(password, PASSWORD);

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(proxy.passed()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT 127.0.0.1:"));
            assertThat(proxy.hasSeen("sim-user")).as("token seen by the proxy").isFalse();
            assertThat(ready(pipeline)).doesNotContain(PASSWORD);
        }
    }

    @Test
    void shouldCallThroughTheProxyWithoutTlsAndLeaveItOutForTheHostsOfItsList() throws Exception {
        try (TestProxy proxy = new TestProxy("turnstile", PASSWORD)) {
            try (PipelineFixture stage = through(proxy).with("proxy.no-proxy", "example.com,.example.com")) {
                stage.startPipeline();
                List<String> ids =
                        stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 33, 10, 10));
                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                assertThat(proxy.passed()).isNotEmpty().allMatch(line -> line.startsWith("GET " + ALTEGIO.url()));
            }
            proxy.passed().clear();
            try (PipelineFixture stage = through(proxy)) {
                stage.startPipeline();
                List<String> ids =
                        stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 34, 10, 10));
                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                assertThat(proxy.passed()).isEmpty();
            }
        }
    }

    private static PipelineFixture through(TestProxy proxy) {
        return PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("proxy.host", "127.0.0.1")
                .with("proxy.port", proxy.port())
                .with("proxy.user", "turnstile")
                .with("proxy.password", PASSWORD);
    }

    @Test
    void shouldRefuseInOneLineToStartWithAFileThatHoldsNoCertificate() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");
        for (String[] fault : new String[][] {
            {none.toString(), "holds no certificate in PEM (BEGIN CERTIFICATE)"},
            {folder.toString(), "there is no file of certificates or keys at " + folder}
        }) {
            try (PipelineFixture stage =
                    PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("altegio.trust-file", fault[0])) {
                assertThatThrownBy(stage::startPipeline)
                        .isInstanceOf(SettingsException.class)
                        .hasMessageStartingWith("turnstile.altegio.trust-file: ")
                        .hasMessageContaining(fault[1]);
            }
        }
    }

    private static String ready(Pipeline pipeline) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(pipeline.address().resolve("/health/ready"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
