package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.cli.CommandRun;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, the first thing that a newcomer tries does not work. */
class DemoTest {

    private static final Pattern TOTALS =
            Pattern.compile("requests=200 schedules=(\\d+) dead-letters=(\\d+) lost=0 duplicated=0");

    @TempDir
    private Path temporary;

    @Test
    void shouldShowEveryReasonAndLeaveNothingBehindThoughKafkasUsualPortIsTaken() throws Exception {
        try (ServerSocket taken = takeKafkasPort()) {
            assertThat(taken.isClosed()).isFalse();
            runDemo();
        }
    }

    @Test
    void shouldEndWithABookingThatWasTurnedDownAndIsScheduledWhenItIsReplayed() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "TURNSTILE_HTTP_PORT", "0");
        try (TurnstileProcess demo = TurnstileProcess.start(environment, "demo", "--requests", "60")) {
            Pattern command = Pattern.compile(" +or +\\./turnstile (replay \\S+ --url \\S+)");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> demo.out().stream().anyMatch(command.asMatchPredicate()));
            Matcher shown = command.matcher(String.join("\n", demo.out()));
            assertThat(shown.find()).isTrue();

            CommandRun replayed = CommandRun.of((shown.group(1) + " --yes").split(" "));

            assertThat(replayed.out()).contains("\"outcomes\":{\"scheduled\":1}");
            assertThat(replayed.status()).isZero();
            assertThat(demo.out())
                    .anyMatch(line -> line.matches(" +Console +http://127\\.0\\.0\\.1:\\d+/#/letters/\\S+"));
        }
    }

    /** Each finds the usual ports free, and only one can have them. */
    @Test
    void shouldComeUpWhenAnotherDemoStartsInTheSameMoment() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        List<TurnstileProcess> demos = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                demos.add(TurnstileProcess.start(environment, "demo", "--requests", "5", "--exit"));
            }
            for (TurnstileProcess each : demos) {
                assertThat(each.exit(Duration.ofSeconds(240)))
                        .as(() -> "exit status; stderr: " + each.err())
                        .isZero();
                assertThat(each.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains("ERROR"));
            }
        } finally {
            demos.forEach(TurnstileProcess::close);
        }
    }

    @Test
    void shouldEndWithOneLineWhenItsPipelineCannotContinue() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "TURNSTILE_HTTP_PORT", "0");
        try (TurnstileProcess demo = TurnstileProcess.start(environment, "demo", "--requests", "5")) {
            Pattern shown = Pattern.compile("TURNSTILE_KAFKA_BROKERS=(\\S+)");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> shown.matcher(String.join("\n", demo.out())).find());
            Matcher brokers = shown.matcher(String.join("\n", demo.out()));
            assertThat(brokers.find()).isTrue();

            Map<String, String> sameInstance = Map.of(
                    "TURNSTILE_KAFKA_BROKERS", brokers.group(1),
                    "TURNSTILE_INSTANCE", "demo",
                    "TURNSTILE_HTTP_PORT", "0",
                    "TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner");
            try (TurnstileProcess other = TurnstileProcess.start(sameInstance, "run")) {
                assertThat(demo.exit(Duration.ofSeconds(120))).isEqualTo(1);
                assertThat(other.isAlive()).isTrue();
            }
            assertThat(demo.err())
                    .filteredOn(line -> line.startsWith("turnstile: Another process runs as instance 'demo'"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoTemporaryFolder() throws Exception {
        Path missing = temporary.resolve("missing");
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + missing);
        try (TurnstileProcess demo = TurnstileProcess.start(environment, "demo", "--exit")) {
            assertThat(demo.exit(Duration.ofSeconds(120))).isEqualTo(1);

            assertThat(demo.err())
                    .filteredOn(line -> line.startsWith("turnstile: "))
                    .singleElement()
                    .asString()
                    .contains("can make no file in its temporary folder " + missing, "-Djava.io.tmpdir=FOLDER");
            assertThat(demo.err()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private void runDemo() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        try (TurnstileProcess demo = TurnstileProcess.start(environment, "demo", "--exit")) {
            int status = demo.exit(Duration.ofSeconds(120));

            List<String> out = demo.out();
            assertThat(status).as(() -> "exit status; stderr: " + demo.err()).isZero();
            Matcher totals = TOTALS.matcher(out.get(out.size() - 1));
            assertThat(totals.matches()).as(out.get(out.size() - 1)).isTrue();
            assertThat(Integer.parseInt(totals.group(1)) + Integer.parseInt(totals.group(2)))
                    .isEqualTo(200);
            for (ExpectedOutcome reason : ExpectedOutcome.values()) {
                if (reason != ExpectedOutcome.SCHEDULED) {
                    String kind = reason.malformed() ? "malformed" : "rejected";
                    assertThat(out).anyMatch(line -> line.matches(kind + " +" + reason + " +\\d+"));
                }
            }
            // A machine that has little time for it is slow to become ready, and it may say so.
            assertThat(demo.err())
                    .filteredOn(line -> !line.contains("ReadinessLog"))
                    .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("turnstile-kafka-")))
                    .isEmpty();
        }
    }

    /** Takes the port, unless someone has it already: which is as good. */
    private static ServerSocket takeKafkasPort() throws IOException {
        try {
            return new ServerSocket(9092, 1, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            return new ServerSocket(0);
        }
    }
}
