package io.turnstile.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.World;
import io.turnstile.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker and an API, and requests on a topic that each run reads from the beginning, as a group of its own and with
 * outcome topics of its own.
 */
public final class Stage implements AutoCloseable {

    private static final long SEED = 1;
    private static final int SENT_AT_ONCE = 10_000;

    private final ChildProcess broker;
    private final ChildProcess api;
    private final String brokers;
    private final URI apiUrl;
    private int runs;

    public Stage(Api api) throws IOException {
        this.broker = ChildProcess.java("broker", Map.of(), StageServer.class, "broker");
        this.api = ChildProcess.java(
                "api",
                Map.of(),
                StageServer.class,
                "api",
                Long.toString(api.latencyMillis()),
                Double.toString(api.slowRatio()),
                Long.toString(api.slowMillis()),
                Boolean.toString(api.quota()),
                Integer.toString(Sizes.CLIENTS));
        this.brokers = broker.firstLine();
        this.apiUrl = URI.create(this.api.firstLine());
    }

    public String brokers() {
        return brokers;
    }

    public String apiUrl() {
        return apiUrl.toString();
    }

    /** Puts requests on the topic that can all be booked, each of another client. */
    public void send(int count) throws InterruptedException {
        send(SampleRequests.valid(world(), SEED, count, count));
    }

    /** Puts requests of all kinds on the topic, as they come. */
    public void sendMixed(int count) throws InterruptedException {
        send(SampleRequests.mixed(world(), SEED, count));
    }

    /** Returns the world of every stage's API. */
    public static World world() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults().withClients(Sizes.CLIENTS))) {
            return simulator.world();
        }
    }

    private void send(List<SampleRequest> samples) throws InterruptedException {
        Settings settings = settings(environment("send"));
        new Topics(settings).ensure();
        try (RequestSender sender = new RequestSender(settings)) {
            List<RequestSender.Sent> sent = new ArrayList<>();
            for (SampleRequest each : samples) {
                sent.add(sender.send(each.key().getBytes(StandardCharsets.UTF_8), each.value()));
                if (sent.size() == SENT_AT_ONCE) {
                    await(sent);
                }
            }
            await(sent);
        }
    }

    private static void await(List<RequestSender.Sent> sent) throws InterruptedException {
        for (RequestSender.Sent each : sent) {
            each.id();
        }
        sent.clear();
    }

    /** Prepares a run: its topics are created, and its outcomes watched. */
    public Run prepare(String name) {
        return prepare(name, Map.of());
    }

    /** Prepares a run with other settings than usual, as environment variables. */
    public Run prepare(String name, Map<String, String> more) {
        runs++;
        Map<String, String> environment = environment(name + "-" + runs);
        environment.putAll(more);
        Settings settings = settings(environment);
        new Topics(settings).ensure();
        return new Run(
                name,
                environment,
                new OutcomeWatch(
                        brokers,
                        List.of(settings.topics().schedules(), settings.topics().deadLetters())));
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.load(Path.of("config/application.properties"), environment, Path.of("."));
    }

    private Map<String, String> environment(String run) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TURNSTILE_KAFKA_BROKERS", brokers);
        environment.put("TURNSTILE_KAFKA_GROUP", run);
        environment.put("TURNSTILE_INSTANCE", "one");
        environment.put("TURNSTILE_TOPIC_REQUESTS", "booking.requests");
        environment.put("TURNSTILE_TOPIC_SCHEDULES", run + ".schedules");
        environment.put("TURNSTILE_TOPIC_DEAD_LETTERS", run + ".dead-letters");
        environment.put("TURNSTILE_TOPIC_RETRY", run + ".retry");
        environment.put("TURNSTILE_TOPIC_RESOLUTIONS", run + ".resolutions");
        environment.put("TURNSTILE_TOPIC_JOBS", run + ".jobs");
        environment.put("TURNSTILE_ALTEGIO_BASE_URL", apiUrl());
        environment.put("TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner");
        environment.put("TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user");
        environment.put("TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0");
        environment.put("TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0");
        environment.put("TURNSTILE_HTTP_PORT", "0");
        environment.put("TURNSTILE_INTAKE_CONCURRENCY", "128");
        return environment;
    }

    /** Returns what the API counted. */
    public JsonNode apiStats() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(apiUrl.resolve("/simulator/stats")).build();
        return new JsonMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    @Override
    public void close() {
        api.close();
        broker.close();
    }
}
