package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whoever sets Turnstile up finds out here what is still wrong, all of it at once, before any request is at stake. */
class CheckCommandTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new TreeMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String name = "check-" + UUID.randomUUID().toString().substring(0, 8);
    private Simulator altegio;

    @BeforeEach
    void configure() {
        altegio = Simulator.start(SimulatorOptions.defaults().withClients(1_000));
        set("kafka.brokers", KAFKA.brokers());
        set("instance", name);
        set("topic.requests", name + ".requests");
        set("topic.schedules", name + ".schedules");
        set("topic.dead-letters", name + ".dead-letters");
        set("topic.retry", name + ".retry");
        set("topic.resolutions", name + ".resolutions");
        set("topic.jobs", name + ".jobs");
        set("altegio.base-url", altegio.url());
        set("altegio.partner-token", "sim-partner");
        set("altegio.user-token", "sim-user");
        set("altegio.timeout", "2s");
    }

    @AfterEach
    void stopAltegio() {
        altegio.close();
    }

    @Test
    void shouldPrintAnOkLineForEachPartAndCreateNothingWhenAllIsWell() throws Exception {
        assertThat(check()).isZero();

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("ok   config   instance '" + name + "'"),
                        line -> assertThat(line).matches("ok   routes   \\d+ routes in .*routes"),
                        line -> assertThat(line).isEqualTo("ok   kafka    1 broker at " + KAFKA.brokers()),
                        line -> assertThat(line)
                                .startsWith("ok   topics   0 of 8 are there; a start creates " + name + ".requests, "),
                        line -> assertThat(line).startsWith("ok   altegio  " + altegio.url() + " answers"));
        createForReal(name + ".requests", 1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintOneJsonObjectWhenAScriptAsks() throws Exception {
        set("altegio.user-token", "outdated");
        assertThat(check("--json")).isEqualTo(1);

        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.path("ok").asBoolean(true)).isFalse();
        assertThat(json.path("checks").findValuesAsText("status")).containsExactly("ok", "ok", "ok", "ok", "fail");
        assertThat(json.path("checks").findValuesAsText("name"))
                .containsExactly("config", "routes", "kafka", "topics", "altegio");
    }

    @Test
    void shouldSayWhatTheBrokersTakeWhenTheSessionIsTooLongForThem() throws Exception {
        set("kafka.properties.session.timeout.ms", "3000000");

        assertThat(check()).isEqualTo(1);
        assertThat(lines()).anySatisfy(line -> assertThat(line)
                .startsWith("FAIL kafka ")
                .contains("session.timeout.ms is 3000000", "take 6000 to 1800000"));
    }

    @Test
    void shouldNameTheTokensSettingWhenTheTokenWasRevoked() throws Exception {
        altegio.tokens().revoke();

        assertThat(check()).isEqualTo(1);
        assertThat(line("altegio"))
                .startsWith("FAIL altegio  " + altegio.url() + " answers 401: fix ")
                .contains("turnstile.altegio.user-token", "TURNSTILE_ALTEGIO_USER_TOKEN");
        assertThat(line("kafka")).startsWith("ok ");
    }

    @Test
    void shouldTryTheLoginItselfWhenLoginAndPasswordAreSet() throws Exception {
        settings.remove("turnstile.altegio.user-token");
        set("altegio.login", "sim-login");
        set("altegio.password", "sim-password");
        assertThat(check()).isZero();
        assertThat(line("altegio")).startsWith("ok ");

        set("altegio.password", "mistyped");
        altegio.tokens().revoke();
        assertThat(check()).isEqualTo(1);
        assertThat(line("altegio"))
                .startsWith("FAIL altegio  " + altegio.url() + " refuses the login")
                .contains("turnstile.altegio.password")
                .doesNotContain("mistyped");
    }

    @Test
    void shouldGiveUpInTimeWhenAltegioIsAwayOrSomethingElseAnswers() throws Exception {
        String url = altegio.url();
        altegio.close();
        assertThat(check()).isEqualTo(1);
        assertThat(line("altegio"))
                .startsWith("FAIL altegio  " + url + ": Altegio is not answering")
                .contains("turnstile.altegio.base-url");

        altegio = Simulator.start(SimulatorOptions.defaults().withClients(1_000));
        set("altegio.base-url", altegio.url().replace("/api/v1", "/api/v9"));
        assertThat(check()).isEqualTo(1);
        assertThat(line("altegio"))
                .startsWith("FAIL ")
                .contains(
                        " answers 404 ", "this address does not answer as Altegio does", "turnstile.altegio.base-url");
    }

    @Test
    void shouldSayWhatAnswersInAltegiosPlaceWhenItIsNotAltegio() throws Exception {
        Map<String, String> said = Map.of(
                "html:403", "answers 403 with a web page: this address does not answer as Altegio does",
                "html:404", "answers 404 with a web page: this address does not answer as Altegio does",
                "html:401", "answers 401 with a web page: this address does not answer as Altegio does",
                "redirect:301", "answers 301 and points to https://moved.example/api/v1/",
                "empty:407", "answers 407: a proxy before it wants a login",
                "success_false", "answers 200 with JSON: this address does not answer as Altegio does",
                "wrong_shape", "answers 200 with JSON: this address does not answer as Altegio does",
                "error:503", "answers 503 (Something is wrong): Altegio is not well",
                "quote:500", "answers 500 (Bad request: Authorization: Bearer ***, User ***)");
        for (Map.Entry<String, String> each : said.entrySet()) {
            altegio.faults().set(Faults.none().withOdd(OddResponses.forAll(OddResponse.parse(each.getKey()))));
            assertThat(check()).as(each.getKey()).isEqualTo(1);
            assertThat(line("altegio"))
                    .as(each.getKey())
                    .startsWith("FAIL altegio  " + altegio.url() + " " + each.getValue())
                    .doesNotContain("sim-partner", "sim-user", "Exception");
        }
    }

    @Test
    void shouldSayWhatWillBeMissingWhenThereIsNoUser() throws Exception {
        settings.remove("turnstile.altegio.user-token");
        assertThat(check()).isZero();
        assertThat(line("altegio"))
                .startsWith("warn altegio  " + altegio.url() + " answers, and accepts the partner token")
                .contains("turnstile.altegio.user-token", "membership types");

        altegio.faults().set(Faults.none().withUserTokenRequired(true));
        assertThat(check()).isEqualTo(1);
        assertThat(line("altegio"))
                .startsWith("FAIL altegio  " + altegio.url() + " answers 401 to the partner token alone")
                .contains("turnstile.altegio.partner-token", "turnstile.altegio.user-token");
    }

    @Test
    void shouldSayWhereItLookedAndStillCheckTheRestWhenThereIsNoKafka() throws Exception {
        set("kafka.brokers", "127.0.0.1:1");

        assertThat(check()).isEqualTo(1);
        assertThat(line("kafka"))
                .startsWith("FAIL kafka    No Kafka answers at 127.0.0.1:1")
                .contains("turnstile.kafka.brokers");
        assertThat(line("topics")).startsWith("skip ");
        assertThat(line("altegio")).startsWith("ok ");
    }

    @Test
    void shouldNameFileAndLineWhenARouteFileIsBroken() throws Exception {
        Path routes = copyOfRoutes();
        Path broken = routes.resolve("booking.camel.yaml");
        Files.writeString(broken, Files.readString(broken) + "  steps: [");

        assertThat(check()).isEqualTo(1);
        assertThat(line("routes")).startsWith("FAIL routes ").contains("booking.camel.yaml, line ");
        assertThat(line("altegio")).startsWith("ok ");
    }

    @Test
    void shouldSayWhatIsMissingWhenRoutesNameABeanOrLackARouteThatIsNeeded() throws Exception {
        Path routes = copyOfRoutes();
        Path calls = routes.resolve("altegio.camel.yaml");
        Files.writeString(calls, Files.readString(calls).replace("ref: altegio", "ref: altegia"));
        assertThat(check()).isEqualTo(1);
        assertThat(line("routes")).startsWith("FAIL routes ").contains("altegia");

        Path retry = routes.resolve("retry.camel.yaml");
        Files.writeString(retry, Files.readString(retry).replace("direct:straggler", "direct:stragglers"));
        Files.writeString(calls, Files.readString(Path.of("routes/altegio.camel.yaml")));
        assertThat(check()).isEqualTo(1);
        assertThat(line("routes")).startsWith("FAIL routes ").contains("begins with direct:straggler, ");

        Files.delete(retry);
        assertThat(check()).isEqualTo(1);
        assertThat(line("routes"))
                .startsWith("FAIL routes ")
                .contains("booking.camel.yaml, line 30: no route begins with direct:undecided");
    }

    @Test
    void shouldSayWhatARouteMustKeepWhenItReadsInAWayThatLosesRequests() throws Exception {
        Path intake = copyOfRoutes().resolve("intake.camel.yaml");
        Files.writeString(
                intake, Files.readString(intake).replaceFirst("breakOnFirstError: true", "breakOnFirstError: false"));

        assertThat(check()).isEqualTo(1);
        assertThat(line("routes")).startsWith("FAIL routes ").contains("must keep breakOnFirstError=true");
    }

    @Test
    void shouldNameTheFileWhenItIsNotReadForItsName() throws Exception {
        Path routes = copyOfRoutes();
        Files.move(routes.resolve("faults.camel.yaml"), routes.resolve("faults.camel.yml"));

        assertThat(check()).isEqualTo(1);
        assertThat(line("routes")).startsWith("FAIL routes ").contains("faults.camel.yml is not read", "rename it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"groupId: \"{{turnstile.kafka.group}}\"", "kafka:{{turnstile.topic.requests}}"})
    void shouldSayWhenNoRouteReadsTheRequestsAsTheIntakeHasTo(String part) throws Exception {
        Path routes = copyOfRoutes();
        Path intake = routes.resolve("intake.camel.yaml");
        Files.writeString(intake, Files.readString(intake).replace(part, part.replaceAll("\\{\\{.*}}", "mine")));

        assertThat(check()).isEqualTo(1);
        assertThat(line("routes"))
                .startsWith("FAIL routes ")
                .contains("reads " + name + ".requests in group turnstile", "intake.camel.yaml");
    }

    @Test
    void shouldRefuseAJobsTopicOfSeveralPartitions() throws Exception {
        assertThat(check()).isZero();
        for (String topic : List.of(
                "requests", "schedules", "dead-letters", "resolutions", "jobs", "retry.1", "retry.2", "retry.3")) {
            createForReal(name + "." + topic, topic.equals("jobs") ? 3 : 1);
        }

        assertThat(check()).isEqualTo(1);
        assertThat(lines())
                .anyMatch(line -> line.startsWith("FAIL topics   Topic " + name
                        + ".jobs has 3 partitions and must have one: set turnstile.topic.jobs"));
    }

    @Test
    void shouldWarnButNotFailWhenKafkaWouldDropDeadLetters() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            new NewTopic(name + ".dead-letters", Optional.of(1), Optional.empty())
                                    .configs(Map.of("retention.ms", "604800000")),
                            new NewTopic(name + ".resolutions", Optional.of(1), Optional.empty())
                                    .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1"))))
                    .all()
                    .get();
        }

        assertThat(check()).isZero();
        assertThat(lines().filter(line -> line.startsWith("warn")))
                .singleElement()
                .asString()
                .startsWith("warn topics   " + name + ".dead-letters drops what is older than 7 d")
                .contains("retention.ms=604800000", "set retention.ms=-1");
    }

    @Test
    void shouldFailOnTopicsWhenTheyMayNotOrCannotBeCreated() throws Exception {
        set("topic.create", "false");
        assertThat(check()).isEqualTo(1);
        assertThat(line("topics")).startsWith("FAIL topics   missing: " + name + ".requests, ");

        set("topic.create", "true");
        set("topic.replication", "3");
        assertThat(check()).isEqualTo(1);
        assertThat(line("topics")).startsWith("FAIL topics ").contains("replication factor");
    }

    @Test
    void shouldStillCheckTheRestWhenTokensAreMissing() throws Exception {
        settings.remove("turnstile.altegio.partner-token");
        set("http.host", "0.0.0.0");

        assertThat(check()).isEqualTo(1);
        assertThat(lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("FAIL config   turnstile.altegio.partner-token is missing")
                        .contains("TURNSTILE_ALTEGIO_PARTNER_TOKEN"))
                .anySatisfy(line -> assertThat(line).startsWith("FAIL config   turnstile.http.host is 0.0.0.0"));
        assertThat(line("kafka")).startsWith("ok ");
        assertThat(line("altegio")).startsWith("skip ");
    }

    @ParameterizedTest
    @CsvSource({
        "linger.ms, soon, linger.ms",
        "security.protocol, TLS, security.protocol",
        "ssl.protocol, TLSv9, ",
        "compression.type, rar, compression.type",
        "interceptor.classes, com.example.None, com.example.None",
        "interceptor.classes, java.lang.String, java.lang.String",
        "sasl.mechanism, NONE, "
    })
    void shouldSayInOneLineWhyWhenKafkasClientsCannotBeMade(String property, String value, String why)
            throws Exception {
        set("kafka.properties." + property, value);
        if (why == null) {
            set("kafka.properties.security.protocol", property.startsWith("ssl") ? "SSL" : "SASL_SSL");
        }

        assertThat(check()).isEqualTo(1);
        assertThat(lines().filter(line -> line.startsWith("FAIL"))).isNotEmpty().allSatisfy(line -> assertThat(line)
                .contains("Kafka's clients cannot be made with turnstile.kafka.properties as they are: ")
                .contains(why == null ? "" : why)
                .doesNotContain("Exception", "Failed to construct"));
    }

    @Test
    void shouldPrintOneLineWhenASettingIsUnknown() throws Exception {
        set("http.prot", "8081");

        assertThat(check()).isEqualTo(1);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("FAIL config   Unknown setting turnstile.http.prot: did you mean turnstile.http.port");
    }

    private void set(String key, String value) {
        settings.put("turnstile." + key, value);
    }

    private Path copyOfRoutes() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("my-routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        set("routes", copy.toString());
        return copy;
    }

    private int check(String... arguments) throws IOException {
        Path config = folder.resolve("application.properties");
        Files.writeString(
                config,
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n")));
        out.getBuffer().setLength(0);
        CommandLine command = Turnstile.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(Stream.concat(Stream.of("check", "--config", config.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Stream<String> lines() {
        return out.toString().lines();
    }

    private String line(String part) {
        return lines().filter(line -> line.startsWith(part, 5)).findFirst().orElse("(none for " + part + ")");
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()));
    }

    /** Fails if the topic is there already; the controller knows, where a list may be a moment old. */
    private static void createForReal(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }
}
