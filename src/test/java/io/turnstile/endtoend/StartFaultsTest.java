package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, whoever mistypes something gets a page of Java instead of the line that says what to fix. */
class StartFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path routes;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldNameTheAddressAndTheKeyWhenNoKafkaAnswers() throws Exception {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + socket.getLocalPort();
        }
        try (PipelineFixture stage = PipelineFixture.on(nobody, ALTEGIO.url())) {
            assertThat(lineOf(stage)).contains(nobody).contains("turnstile.kafka.brokers");
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoTemporaryFolder() throws Exception {
        Path missing = routes.resolve("missing");
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            Map<String, String> environment = new HashMap<>(stage.environment());
            environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + missing);
            for (String command : List.of("run", "check", "send -")) {
                try (TurnstileProcess process = TurnstileProcess.start(environment, command.split(" "))) {
                    assertThat(process.exit(PATIENCE)).as(command).isEqualTo(1);
                    assertThat(Stream.concat(process.out().stream(), process.err().stream()))
                            .as(command)
                            .noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "))
                            .filteredOn(line -> line.contains("temporary folder " + missing))
                            .singleElement()
                            .asString()
                            .contains("-Djava.io.tmpdir=FOLDER");
                }
            }
        }
    }

    @Test
    void shouldNameFileAndLineWhenARouteFileIsNoYaml() throws Exception {
        String line = lineWith(
                "extra.camel.yaml",
                """
                - route:
                    id: extra
                    from:
                      uri: direct:extra
                      steps:
                        - log: "not closed
                """);
        assertThat(line).contains("extra.camel.yaml, line 6");
    }

    @Test
    void shouldNameFileAndLineWhenARouteFileHasAnUnknownStep() throws Exception {
        String line = lineWith(
                "extra.camel.yaml",
                """
                - route:
                    id: extra
                    from:
                      uri: direct:extra
                      steps:
                        - lgo:
                            message: hello
                """);
        assertThat(line).contains("extra.camel.yaml, line 6").contains("lgo");
    }

    @Test
    void shouldNameTheFileAndTheBeanWhenABeanIsUnknown() throws Exception {
        String line = lineWith(
                "extra.camel.yaml",
                """
                - route:
                    id: extra
                    from:
                      uri: direct:extra
                      steps:
                        - bean:
                            ref: loyalty
                            method: points
                """);
        assertThat(line).contains("extra.camel.yaml, line 7").contains("loyalty");
    }

    @Test
    void shouldNameTheFileAndTheKeyWhenAPlaceholderIsUnknown() throws Exception {
        String line = lineWith(
                "extra.camel.yaml",
                """
                - route:
                    id: extra
                    from:
                      uri: direct:extra
                      steps:
                        - to:
                            uri: "outcome:{{loyalty.topic}}"
                            parameters:
                              extra: true
                """);
        assertThat(line).contains("extra.camel.yaml, line 7").contains("loyalty.topic");
    }

    private String lineWith(String file, String yaml) throws Exception {
        Files.writeString(routes.resolve(file), yaml);
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("routes", routes)) {
            return lineOf(stage);
        }
    }

    /** Runs it and returns the one line it prints. */
    private static String lineOf(PipelineFixture stage) throws Exception {
        try (TurnstileProcess process = TurnstileProcess.start(stage.environment(), "run")) {
            assertThat(process.exit(PATIENCE)).isEqualTo(1);
            List<String> err = process.err();
            assertThat(err).hasSize(1);
            return err.get(0);
        }
    }
}
