package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.InstalledTurnstile;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** If this fails, whoever installs Turnstile on a Java of their own reads the JVM's warnings, or cannot start it. */
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;
    private static final Pattern OWN_LINE =
            Pattern.compile("Starting Kafka, .*|turnstile: .*|\\d{4}-\\d\\d-\\d\\dT\\S+Z (INFO|WARN) +\\S+ - .*");
    private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+).*\"");

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path folder;

    static Stream<Path> everyJava() throws IOException {
        TreeSet<Path> homes = new TreeSet<>();
        homes.add(Path.of(System.getProperty("java.home")).toRealPath());
        if (Files.isDirectory(USUAL_PLACE)) {
            try (Stream<Path> found = Files.list(USUAL_PLACE)) {
                for (Path each : found.toList()) {
                    if (feature(each) >= OLDEST && Files.isExecutable(each.resolve("bin/java"))) {
                        homes.add(each.toRealPath());
                    }
                }
            }
        }
        return homes.stream();
    }

    /** The second start has an archive of loaded classes, of which newer versions complain in another way. */
    @ParameterizedTest
    @MethodSource("everyJava")
    void shouldPrintNothingButItsOwnLinesWhenItRunsOnAnyJava(Path java) throws Exception {
        InstalledTurnstile installed = InstalledTurnstile.in(folder.resolve("turnstile"));
        for (int start = 1; start <= 2; start++) {
            try (TurnstileProcess demo = launch(
                    installed.launcher(), Map.of("JAVA_HOME", java.toString()), "demo", "--requests", "5", "--exit")) {
                assertThat(demo.exit(PATIENCE))
                        .as(() -> "stderr: " + demo.err())
                        .isZero();
                assertThat(demo.err()).isNotEmpty().allMatch(OWN_LINE.asMatchPredicate());
            }
            assertThat(installed.archives()).hasSize(1);
        }
    }

    @Test
    void shouldServeBookingsThroughALinkWhenTheDemoIsNotInstalled() throws Exception {
        Path launcher = InstalledTurnstile.in(folder.resolve("turn stile"))
                .withoutDemo()
                .launcher();
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
                TurnstileProcess run = launch(link, stage.environment(), "run")) {
            List<String> ids =
                    stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 1, 3, 1));

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            assertThat(run.err()).allMatch(OWN_LINE.asMatchPredicate());
        }
        try (TurnstileProcess demo = launch(link, Map.of(), "demo")) {
            assertThat(demo.exit(PATIENCE)).isEqualTo(1);
            assertThat(demo.err()).singleElement().asString().startsWith("turnstile: The demo is not installed here");
        }
    }

    @Test
    void shouldSayInOneLineWhichJavaItNeedsWhenThereIsAnOlderOne() throws Exception {
        assertThat(started("echo 'openjdk version \"11.0.2\" 2019-01-15' >&2"))
                .singleElement()
                .asString()
                .contains("is Java 11.0.2: install Java 17, 21 or 25, or set JAVA_HOME");
        assertThat(started("echo 'java version \"1.8.0_202\"' >&2"))
                .singleElement()
                .asString()
                .contains("is Java 1.8.0_202: install Java 17, 21 or 25");
    }

    @Test
    void shouldNameJavaHomeWhenThereIsNoJavaInIt() throws Exception {
        Path launcher = InstalledTurnstile.in(folder.resolve("turnstile")).launcher();
        try (TurnstileProcess none = launch(launcher, Map.of("JAVA_HOME", folder.toString()), "check")) {
            assertThat(none.exit(PATIENCE)).isEqualTo(1);
            assertThat(none.err()).singleElement().asString().startsWith("turnstile: JAVA_HOME is " + folder);
        }
    }

    /** Returns what is on standard error where Java is a script. */
    private List<String> started(String script) throws Exception {
        Path home = Files.createTempDirectory(folder, "java");
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path launcher = InstalledTurnstile.in(home.resolve("turnstile")).launcher();
        try (TurnstileProcess started = launch(launcher, Map.of("JAVA_HOME", home.toString()), "check")) {
            assertThat(started.exit(PATIENCE)).isEqualTo(1);
            return started.err();
        }
    }

    private static TurnstileProcess launch(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("TURNSTILE_HTTP_PORT", "0"));
        all.putAll(environment);
        return TurnstileProcess.command(
                all,
                Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                        .toList());
    }

    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        return !Files.isReadable(release)
                ? 0
                : Files.readAllLines(release).stream()
                        .map(RELEASE::matcher)
                        .filter(line -> line.matches())
                        .mapToInt(line -> Integer.parseInt(line.group(1)))
                        .findFirst()
                        .orElse(0);
    }
}
