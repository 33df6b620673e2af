package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.Pipeline;
import io.turnstile.documents.Document;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alerts and dashboard held to what is served: one that asks for what there is not stays silent when it is needed. */
class AlertsTest {

    private static final Path ALERTS = Path.of("config/prometheus/alerts.yaml");
    private static final Path DASHBOARD = Path.of("config/grafana/turnstile.json");
    private static final Pattern METRIC = Pattern.compile("turnstile_[a-z_]+");
    private static final Pattern SERVED = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldAskOnlyForMetricsThatAreServed() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids =
                    stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 3, 60));
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));
            Set<String> served = served(pipeline);

            assertThat(metrics(Files.readString(ALERTS))).isNotEmpty().isSubsetOf(served);
            assertThat(queries()).hasSizeGreaterThan(30);
            // What counts retries is there from the first one on, and none of these requests needs any.
            served.add("turnstile_requests_retried_total");
            assertThat(queries().stream().flatMap(query -> metrics(query).stream()))
                    .isSubsetOf(served);
        }
    }

    private static Set<String> served(Pipeline pipeline) throws Exception {
        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pipeline.address() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Set<String> names = new TreeSet<>();
        for (MatchResult each : SERVED.matcher(page).results().toList()) {
            names.add(each.group(1));
            if (each.group(2).equals("histogram")) {
                List.of("_bucket", "_count", "_sum").forEach(end -> names.add(each.group(1) + end));
            }
        }
        return names;
    }

    private static List<String> queries() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(Files.readAllBytes(DASHBOARD));
        return dashboard.findValuesAsText("expr");
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldLinkARunbookFromEachAlert() throws IOException {
        Document operate = Document.of("docs/operate.md");
        List<String> alerts = Pattern.compile("- alert: (\\S+)")
                .matcher(Files.readString(ALERTS))
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(Files.readString(ALERTS)).contains("docs/operate.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
            assertThat(operate.anchors()).contains(alert.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void shouldFireOnWhatItIsForAndNotBeforeAsPrometheusOwnToolSays() throws Exception {
        assumeThat(Path.of("/usr/bin/promtool"))
                .as("promtool, of Debian's package prometheus, is not here: the alerts are not tried")
                .exists();
        assertThat(promtool("check", "rules", ALERTS.toString())).contains("SUCCESS");
        assertThat(promtool("test", "rules", "src/test/resources/prometheus/alerts.test.yaml"))
                .contains("SUCCESS");
    }

    private static String promtool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
