package io.turnstile.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command is how people meet the simulator: it says where it is, and what is wrong in one line. */
class SimulatorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintJsonLinesThatAreTheSameEachTimeWhenSamplesAreAskedFor() throws Exception {
        assertThat(run("--samples", "50", "--seed", "3")).isZero();
        List<String> lines = out.toString().lines().toList();
        out.getBuffer().setLength(0);
        run("--samples", "50", "--seed", "3");

        assertThat(lines).hasSize(50).isEqualTo(out.toString().lines().toList());
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintItsAddressAndAnswerUntilStoppedWhenStarted() throws Exception {
        Thread command = new Thread(() -> run("--port", "0", "--latency", "1ms..2ms", "--tail", "1%:5ms"));
        command.start();
        await().until(() -> out.toString().contains("/simulator/outages"));
        String url = out.toString().lines().findFirst().orElseThrow();
        assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+/api/v1");

        String faults = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url.replace("/api/v1", "/simulator/faults")))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        command.interrupt();
        command.join();

        assertThat(faults)
                .contains("\"per_second\":5,\"per_minute\":200")
                .contains("\"min\":\"1ms\",\"max\":\"2ms\",\"tail_ratio\":0.01,\"tail\":\"5ms\"");
    }

    @Test
    void shouldSayInOneLineWhenThePortIsInUse() {
        try (Simulator other = Simulator.start(SimulatorOptions.defaults())) {
            assertThat(run("--port", String.valueOf(other.port()))).isEqualTo(1);

            assertThat(err.toString().lines())
                    .containsExactly("turnstile simulator: port " + other.port()
                            + " on 127.0.0.1 is in use: choose another, or 0 for any free one");
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void shouldNameTheOptionsFormWhenItCannotBeRead() {
        assertThat(run("--quota", "five")).isEqualTo(2);
        assertThat(run("--tail", "often")).isEqualTo(2);
        assertThat(run("--latency", "soon")).isEqualTo(2);
        assertThat(run("--error-ratio", "7")).isEqualTo(2);
        assertThat(run("--clients", "0")).isEqualTo(2);
        assertThat(run("--port", "70000")).isEqualTo(2);

        assertThat(err.toString())
                .contains("--quota looks like 5/s,200/min or none, not \"five\"")
                .contains("--tail looks like 1%:10s, not \"often\"")
                .contains("a duration looks like 250ms, 10s, 5m or 1h, not \"soon\"")
                .contains("a ratio must be 0 to 1, not 7.0")
                .contains("clients must be 1 to 10000000, not 0")
                .contains("port must be 0 to 65535, not 70000");
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulatorCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, command, parsed) -> 130)
                .execute(arguments);
    }
}
