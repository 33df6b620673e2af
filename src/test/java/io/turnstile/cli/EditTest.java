package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If this fails, what somebody typed is lost, or clients' data stays behind in the folder for temporary files. */
class EditTest {

    private static final Pattern KEPT = Pattern.compile("--edit=(\\S+)");

    private final StringWriter err = new StringWriter();
    private String value = "{\"size\": 7, \"text\": \"{\\\"a\\\":1}\"}";
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean letter = exchange.getRequestMethod().equals("GET");
            byte[] answer = (letter ? "{\"value\": " + value + "}" : "{\"valid\": true, \"problems\": []}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldDeleteWhatItKeptOnceThatWasReplayed() throws Exception {
        Edit edit = edit("sed -i s/1/2/");
        assertThat(edit.of("a-0-1", "")).contains("{\"a\":2}");
        Path kept = kept();
        assertThat(kept).hasContent("{\"a\":2}");

        edit.replayed();

        assertThat(kept).doesNotExist();
    }

    @Test
    void shouldKeepNothingWhenAnEditorFailsBeforeAnythingWasTyped() {
        assertThatThrownBy(() -> edit("false").of("a-0-1", "")).hasMessageContaining("ended with status 1");

        assertThat(err.toString()).doesNotContain("kept");
    }

    @Test
    void shouldKeepWhatWasTypedWhenTheEditorFailsAfterwards() throws Exception {
        assertThatThrownBy(() -> edit("sh -c 'echo x >>\"$0\"; exit 3'").of("a-0-1", ""))
                .hasMessageContaining("ended with status 3");

        assertThat(kept()).exists();
        Files.delete(kept());
    }

    @Test
    void shouldSayThatARequestWhichIsNotUtf8CannotBeEditedAsText() {
        value = "{\"size\": 2, \"base64\": \"//4=\"}";
        assertThatThrownBy(() -> edit("true").of("a-0-1", "")).hasMessageContaining("is not UTF-8");
        value = "null";
        assertThatThrownBy(() -> edit("true").of("a-0-1", "")).hasMessageContaining("has no request to edit");
    }

    @Test
    void shouldAskForAnIdThatIsNotEmpty() {
        assertThatThrownBy(() -> Paths.letter("")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Paths.job("")).isInstanceOf(UsageException.class);
    }

    private Edit edit(String editor) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Edit(
                new TurnstileClient(address, Optional.empty(), "anna", Optional.empty()),
                new PrintWriter(err, true),
                Optional.of(editor));
    }

    private Path kept() {
        Matcher named = KEPT.matcher(err.toString());
        assertThat(named.find()).isTrue();
        return Path.of(named.group(1));
    }
}
