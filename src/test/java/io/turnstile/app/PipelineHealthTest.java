package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.config.Settings;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readiness that lies costs a night: it must follow Kafka and Altegio as they go and come, and counts must be true. */
class PipelineHealthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedKafka kafka;
    private Simulator altegio;
    private Settings settings;
    private Pipeline pipeline;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(0);
        altegio = Simulator.start(SimulatorOptions.defaults().withClients(1_000));
        settings = Settings.load(
                Path.of("config/application.properties"),
                Map.of(
                        "TURNSTILE_KAFKA_BROKERS", kafka.brokers(),
                        "TURNSTILE_INSTANCE", "health",
                        "TURNSTILE_ALTEGIO_BASE_URL", altegio.url(),
                        "TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner",
                        "TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user",
                        "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0",
                        "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0",
                        "TURNSTILE_HTTP_PORT", "0"),
                Path.of("."));
        pipeline = Pipeline.start(settings, message -> {});
    }

    @AfterEach
    void stop() {
        pipeline.close();
        altegio.close();
        kafka.close();
    }

    @Test
    void shouldBeReadyAndCountWhatWasCommittedWhenRequestsAreDecided() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/health/ready"))
                .contains(
                        "\"health-requests-0\",\"status\":\"UP\",\"detail\":\"polled 0 s ago, owns 3 partitions,",
                        "\"health-requests-1\",\"status\":\"UP\",\"detail\":\"polled 0 s ago, owns 3 partitions,",
                        "owns 18 partitions, committed nothing yet"));
        send(100);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sumOf("turnstile_requests_decided_total"))
                .isEqualTo(100));
        assertThat(sumOf("turnstile_requests_decided_total{kind=\"none\",outcome=\"schedule\""))
                .isPositive();
        assertThat(sumOf("turnstile_requests_decided_total{kind=\"malformed\"")).isPositive();
        assertThat(sumOf("turnstile_commits_seconds_count")).isPositive();
        assertThat(sumOf("turnstile_bookings_in_flight")).isZero();
        assertThat(sumOf("turnstile_records_oldest_age_seconds")).isZero();
        assertThat(metrics())
                .contains("turnstile_altegio_gate_flowing 1.0")
                .contains("kafka_consumer_fetch_manager_records_consumed_total{client_id=\"health-requests-0\"")
                .contains("kafka_producer_record_send_total{client_id=\"health-requests-0-outcomes\"")
                .doesNotContain("sim-user", "sim-partner");

        // and how long each took, and what is left
        assertThat(sumOf("turnstile_decisions_seconds_count")).isEqualTo(100);
        assertThat(sumOf("turnstile_decisions_seconds_bucket{outcome=\"schedule\",le=\"+Inf\"}"))
                .isEqualTo(sumOf("turnstile_decisions_seconds_count{outcome=\"schedule\""));
        assertThat(sumOf("turnstile_decisions_seconds_sum")).isPositive();
        double letters = sumOf("turnstile_decisions_seconds_count{outcome=\"dead-letter\"");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sumOf("turnstile_dead_letters_open{"))
                .isEqualTo(letters));
        assertThat(sumOf("turnstile_dead_letters_open_oldest_age_seconds{")).isPositive();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sumOf("turnstile_consumer_lag{topic=\"booking.requests\"}"))
                        .isZero());
        assertThat(sumOf("turnstile_index_ready")).isEqualTo(1);
        assertThat(sumOf("turnstile_index_letters_read_total")).isEqualTo(letters);
        assertThat(metrics()).contains("turnstile_jobs{state=\"running\"} 0.0", "turnstile_build_info{commit=");

        assertThat(status("/health/ready")).isEqualTo(200);
        assertThat(status("/health/startup")).isEqualTo(200);
        assertThat(check("routes").path("detail").asText()).matches("\\d+ run");
        assertThat(check("health-requests-0").path("detail").asText()).matches(".*, committed \\d+ s ago");
    }

    @Test
    void shouldStayReadyAndTellWhyAndSinceWhenItHoldsWhenTheTokenIsRefused() throws Exception {
        await().atMost(PATIENCE).until(() -> status("/health/ready") == 200);
        altegio.tokens().revoke();
        send(20);

        await().atMost(PATIENCE)
                .until(() -> check("altegio").path("status").asText().equals("WAITING"));
        assertThat(check("altegio").path("detail").asText())
                .contains(
                        "Altegio refuses the token",
                        "turnstile.altegio.user-token",
                        "Holding since 20",
                        "TOKEN_REFUSED");
        assertThat(check("kafka").path("status").asText()).isEqualTo("UP");
        assertThat(status("/health/ready")).isEqualTo(200);
        assertThat(status("/health/live")).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> sumOf("turnstile_records_oldest_age_seconds") >= 1
                        && sumOf("turnstile_bookings_in_flight") > 0);
    }

    @Test
    void shouldNotBeReadyWhileKafkaIsAwayAndReadyAgainWhenItIsBack() throws Exception {
        await().atMost(PATIENCE).until(() -> status("/health/ready") == 200);
        kafka.suspend();

        await().atMost(PATIENCE).until(() -> status("/health/ready") == 503);
        assertThat(check("kafka").path("detail").asText()).matches("does not answer health-\\w+-\\d for \\d\\d s");
        assertThat(status("/health/live")).isEqualTo(200);

        kafka.resume();
        await().atMost(PATIENCE).until(() -> status("/health/ready") == 200);
    }

    private void send(int count) throws InterruptedException {
        try (RequestSender sender = new RequestSender(settings)) {
            for (SampleRequest sample : SampleRequests.mixed(altegio.world(), 1, count)) {
                sender.send(sample.key().getBytes(StandardCharsets.UTF_8), sample.value());
            }
        }
    }

    private JsonNode check(String name) throws Exception {
        for (JsonNode each : new JsonMapper().readTree(get("/health/ready")).path("checks")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("No check " + name);
    }

    private String metrics() throws Exception {
        return get("/metrics");
    }

    private double sumOf(String beginning) throws Exception {
        Matcher lines = Pattern.compile("^" + Pattern.quote(beginning) + "\\S* (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics());
        return lines.results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }

    private int status(String path) throws Exception {
        return http.send(request(path), BodyHandlers.discarding()).statusCode();
    }

    private String get(String path) throws Exception {
        return http.send(request(path), BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(pipeline.address() + path)).build();
    }
}
