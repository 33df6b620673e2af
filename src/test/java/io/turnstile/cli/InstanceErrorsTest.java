package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is on call at night needs one line that says what to do; if this fails, they get less, or a stack trace. */
class InstanceErrorsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void configure() throws IOException {
        config = Files.writeString(folder.resolve("application.properties"), "turnstile.http.port=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letters list",
                "dead-letters show a-0-1",
                "dead-letters export",
                "dead-letters discard a-0-1 --yes",
                "replay a-0-1 --yes",
                "replay --all --yes",
                "replay a-0-1 --dry-run",
                "replay a-0-1 --edit=- --yes",
                "jobs",
                "jobs follow 1",
                "jobs cancel 1",
                "jobs resume 1",
            })
    void shouldSayThatNobodyIsThere(String command) throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(run(command + " --url http://127.0.0.1:" + free)).isEqualTo(1);

        assertOneLine()
                .isEqualTo(
                        "turnstile: No Turnstile answers at http://127.0.0.1:%d: start it with './turnstile run', or say"
                                + " with --url where one runs",
                        free);
    }

    @Test
    void shouldAskForAnAddressWhenThePortIsAnyFreeOne() {
        assertThat(run("jobs")).isEqualTo(1);

        assertOneLine().contains("turnstile.http.port is 0", "--url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "ftp://example.org", "nowhere"})
    void shouldSayWhatAnAddressLooksLike(String url) {
        assertThat(run("jobs --url " + url)).isIn(1, 2);

        assertThat(err.toString().lines().findFirst().orElse(""))
                .contains("--url")
                .contains(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {} | wants a token: set turnstile.http.operator-token (TURNSTILE_HTTP_OPERATOR_TOKEN) as it is there",
                "403 | {\"detail\": \"The token is the viewer's\"} | turnstile: The token is the viewer's",
                "400 | {\"detail\": \"'since' must be\\u001b[2J a moment\"} | turnstile: 'since' must be·[2J a moment",
                "404 | <html> | is no Turnstile (status 404): see --url",
                "200 | <html> | is no Turnstile: see --url",
            })
    void shouldSayWhatTheAnswerMeans(int status, String body, String line) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            assertThat(run("jobs --url http://127.0.0.1:" + server.getAddress().getPort()))
                    .isEqualTo(1);
        } finally {
            server.stop(0);
        }

        assertOneLine().contains(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay | Say which letters: ids, filters such as --reason, or --all",
                "dead-letters discard | Say which letters: ids, filters such as --reason, or --all",
                "replay a-0-1 --client 5 | Give ids, or filters, or --all: one of the three",
                "replay --client 5 --all | Give ids, or filters, or --all: one of the three",
                "replay --client 5 --force | --force is for letters named by id",
                "replay --client 5 --edit | --edit is for one letter named by id",
                "replay a-0-1 a-0-2 --edit | --edit is for one letter named by id",
                "replay a-0-1 | No terminal",
                "dead-letters discard a-0-1 | No terminal",
                "dead-letters list --limit -1 | --limit must be 0 or more, not -1",
            })
    void shouldRefuseInOneLineWhatCouldMeanMoreThanWasMeant(String command, String line) {
        assertThat(run(command + " --url http://127.0.0.1:1")).isEqualTo(2);

        assertOneLine().startsWith("turnstile: " + line);
        assertThat(out.toString()).isEmpty();
    }

    private org.assertj.core.api.AbstractStringAssert<?> assertOneLine() {
        return assertThat(err.toString().lines()).singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING);
    }

    private int run(String command) {
        return Turnstile.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute((command + " --config " + config).split(" "));
    }
}
