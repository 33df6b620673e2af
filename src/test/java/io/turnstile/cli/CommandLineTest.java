package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts go by exit codes and people by the one line on stderr; a stack trace helps neither. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void logAsBefore() {
        Configurator.reconfigure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "check", "send", "dead-letters", "replay", "jobs", "simulator"})
    void shouldExplainACommandWhenAskedForHelp(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("Usage: turnstile " + command).contains("--help");
        assertThat(err.toString()).isEmpty();
    }

    /** Whoever reports a fault names what they run. */
    @Test
    void shouldNameVersionAndCommitWhenAskedForTheVersion() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString().strip())
                .matches("turnstile \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?( \\(commit [0-9a-f]{7,}\\))?");
    }

    @Test
    void shouldListTheCommandsWhenAskedForHelp() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("demo", "run", "check", "send", "dead-letters", "replay", "jobs", "simulator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sned",
                "--sned",
                "send",
                "run --port 1",
                "demo --requests many",
                "demo --requests -1",
                "dead-letters",
                "dead-letters show",
                "replay --client Anna",
                "jobs cancel"
            })
    void shouldExitWithTwoWhenTheUsageIsWrong(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(err.toString()).contains("Usage: turnstile").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    /** Looks at the file before it looks for Kafka: nobody should wait ten seconds to hear of a typing error. */
    @Test
    void shouldNameTheFileWhenThereIsNoneToSend() throws Exception {
        assertThat(run("send", "--config", config("turnstile.kafka.brokers=localhost:1"), "none.jsonl"))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("turnstile: ")
                .contains("none.jsonl");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "run"})
    void shouldNameTheFileWhenTheConfigurationIsMissing(String command) {
        String missing = folder.resolve("none.properties").toString();

        int exit = command.equals("send")
                ? run(command, "--config", missing, "requests.jsonl")
                : run(command, "--config", missing);

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .contains("turnstile: There is no file " + missing)
                .doesNotContain("\tat ");
    }

    @Test
    void shouldNameTheKeyInOneLineWhenItIsUnknown() throws Exception {
        assertThat(run("send", "--config", config("turnstile.kafka.broker=localhost:1"), "requests.jsonl"))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("turnstile: ")
                .contains("turnstile.kafka.broker: did you mean turnstile.kafka.brokers");
    }

    @Test
    void shouldShowTheStackTraceWhenVerbose() throws Exception {
        String config = config("turnstile.http.port=soon");

        assertThat(run("run", "--verbose", "--config", config)).isEqualTo(1);

        assertThat(err.toString().lines().findFirst().orElseThrow())
                .startsWith("turnstile: turnstile.http.port must be a whole number");
        assertThat(err.toString()).contains("\tat io.turnstile.config.");
    }

    private String config(String line) throws Exception {
        return Files.writeString(folder.resolve("application.properties"), line).toString();
    }

    private int run(String... arguments) {
        return Turnstile.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
