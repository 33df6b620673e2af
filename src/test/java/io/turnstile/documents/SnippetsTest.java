package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.cli.CommandOptions;
import io.turnstile.config.Settings;
import io.turnstile.documents.Document.Block;
import io.turnstile.http.ApiSchemas;
import io.turnstile.http.api.Api;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs or checks every snippet of the documents: what people copy must work. Route steps have a test beside the routes. */
class SnippetsTest {

    private static final int CONSOLE = 8080;
    private static final int SIMULATOR = 8090;
    private static final JsonMapper JSON = new JsonMapper();

    private static Simulator simulator;
    private static JsonNode api;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.defaults().withPort(0));
        api = JSON.readTree(Api.class.getResourceAsStream("openapi.json"));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    static Stream<Block> blocks() {
        return Document.all().stream().flatMap(document -> document.blocks().stream());
    }

    static Stream<Block> shell() {
        return blocks().filter(block -> block.kind().equals("sh"));
    }

    static Stream<Block> json() {
        return blocks().filter(block -> block.kind().equals("json"));
    }

    static Stream<Block> properties() {
        return blocks().filter(block -> block.kind().equals("properties"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void shouldBeOfAKindThatIsChecked(Block block) {
        assertThat(block.kind()).as(block.toString()).isIn("sh", "json", "yaml", "properties", "mermaid", "nginx");
    }

    /** A fence that is opened and never closed would hide what follows from these tests. */
    @Test
    void shouldCloseEveryFence() {
        for (Document document : Document.all()) {
            long fences = document.text()
                    .lines()
                    .filter(line -> line.strip().startsWith("```"))
                    .count();
            assertThat(fences)
                    .as(document.path().toString())
                    .isEqualTo(2L * document.blocks().size());
        }
    }

    @ParameterizedTest
    @MethodSource("shell")
    void shouldHoldCommandsThatThereAre(Block block) throws Exception {
        List<List<String>> commands = ShellCommands.of(block.text());

        assertThat(commands).as(block.toString()).isNotEmpty();
        for (List<String> words : commands) {
            check(words.get(0), words.subList(1, words.size()));
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void shouldHoldJsonThatTheProgramTakesOrWrites(Block block) throws Exception {
        if (block.type().equals("faults")) {
            call("PUT", "/simulator/faults", List.of("Content-Type", "application/json"), "{}");
            String defaults = call("GET", "/simulator/faults", List.of(), null).body();
            assertThat(JSON.readTree(block.text())).isEqualTo(JSON.readTree(defaults));
        } else {
            JsonExamples.check(block);
        }
    }

    @ParameterizedTest
    @MethodSource("properties")
    void shouldHoldSettingsThatThereAre(Block block) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "a-secret-of-the-test");
        Path file = Files.writeString(
                folder.resolve("application.properties"),
                block.text().replaceAll("/run/secrets/.*", secret.toString()));

        Settings.load(file, Map.of(), Path.of("."));
    }

    private void check(String command, List<String> arguments) throws Exception {
        switch (command) {
            case "./turnstile" -> CommandOptions.parse(arguments.toArray(String[]::new));
            case "export" -> arguments.forEach(this::requireSetting);
            case "mvn" -> arguments.forEach(SnippetsTest::requireKnownToMaven);
            case "java" -> requireMain(arguments);
            case "curl" -> call(CurlCall.of(arguments));
            default -> throw new AssertionError("No check for the command " + command);
        }
    }

    private void requireSetting(String assignment) {
        String[] parts = assignment.split("=", 2);
        Settings.load(Path.of("config/application.properties"), Map.of(parts[0], parts[1]), Path.of("."));
    }

    private static void requireKnownToMaven(String argument) {
        if (argument.startsWith("-Dtest=")) {
            String name = argument.substring("-Dtest=".length()) + ".java";
            try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
                assertThat(tests).anyMatch(each -> each.endsWith(name));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return;
        }
        if (argument.startsWith("-Dturnstile.faults.")) {
            assertThat(argument).matches("-Dturnstile\\.faults\\.(seed|minutes)=\\d+");
            return;
        }
        if (argument.startsWith("-Dturnstile.bench=")) {
            String measures = sources("src/bench/java/io/turnstile/bench/measure");
            assertThat(argument.substring("-Dturnstile.bench=".length()).split(","))
                    .allSatisfy(name -> assertThat(measures).contains("return \"" + name + "\";"));
            return;
        }
        assertThat(argument)
                .isIn(
                        "-B",
                        "-Pfaults",
                        "-Pbench",
                        "-Dturnstile.bench.scale=0.05",
                        "-Dturnstile.bench.scale=5",
                        "-q",
                        "verify",
                        "test",
                        "test-compile",
                        "spotless:apply",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=target/classpath",
                        "-Dmdep.includeScope=test");
    }

    private static String sources(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void requireMain(List<String> arguments) throws Exception {
        String name = arguments.stream()
                .filter(each -> each.startsWith("io.turnstile."))
                .findFirst()
                .orElseThrow();
        assertThat(Class.forName(name, false, SnippetsTest.class.getClassLoader())
                        .getDeclaredMethod("main", String[].class))
                .isNotNull();
    }

    private static void call(CurlCall curl) throws Exception {
        if (curl.url().getPort() == SIMULATOR) {
            String target = curl.url().getRawPath()
                    + (curl.url().getRawQuery() == null ? "" : "?" + curl.url().getRawQuery());
            assertThat(call(curl.method(), target, curl.headers(), curl.body()).statusCode())
                    .as(curl.toString())
                    .isBetween(200, 299);
            return;
        }
        assertThat(curl.url().getPort()).isEqualTo(CONSOLE);
        if (Set.of("/health/live", "/health/ready", "/metrics")
                .contains(curl.url().getPath())) {
            return;
        }
        JsonNode operation =
                api.path("paths").path(curl.url().getPath()).path(curl.method().toLowerCase(Locale.ROOT));
        assertThat(operation.isObject()).as(curl.toString()).isTrue();
        if (curl.body() != null) {
            String schema = operation
                    .at("/requestBody/content/application~1json/schema/$ref")
                    .asText();
            assertThat(new ApiSchemas()
                            .faults(schema.substring(schema.lastIndexOf('/') + 1), JSON.readTree(curl.body())))
                    .isEmpty();
        }
    }

    private static HttpResponse<String> call(String method, String target, List<String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + simulator.port() + target))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
