package io.turnstile.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.bench.Api;
import io.turnstile.bench.ChildProcess;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.OutcomeWatch;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.load.IndexRun;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The index of a million dead letters, by {@link IndexRun}; and how fast a replay of many goes where no quota holds it. */
public final class DeadLetters implements Measure {

    private static final int LETTERS = 1_000_000;
    private static final int REPLAYS = 10_000;
    private static final Pattern RATE = Pattern.compile("letters/s=([0-9.]+)");
    private static final Pattern SLOWEST = Pattern.compile("worst:\\s+([0-9.]+) ms");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        Findings findings = new Findings("Dead letters");
        index(sizes.of(LETTERS), findings);
        replay(sizes.of(REPLAYS), findings);
        return findings;
    }

    private static void index(int letters, Findings findings) throws IOException {
        try (ChildProcess run =
                ChildProcess.java("index", Map.of(), List.of(), IndexRun.class, Integer.toString(letters))) {
            String printed = run.output();
            findings.detail("The index of " + Findings.number(letters) + " letters:")
                    .detail("");
            printed.strip().lines().forEach(line -> findings.detail("- " + line.strip()));
            findings.detail("")
                    .atLeast("dead letters indexed a second", 50_000, number(RATE, printed), "")
                    .atMost("slowest page of the index", 200, number(SLOWEST, printed), " ms");
        }
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("The index has no figure for " + pattern);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private void replay(int letters, Findings findings) throws Exception {
        try (Stage stage = new Stage(Api.withLatency(0));
                PipelineFixture place = PipelineFixture.on(stage.brokers(), stage.apiUrl())) {
            URI address = URI.create("http://127.0.0.1:" + freePort());
            place.with("http.port", address.getPort()).with("intake.concurrency", 128);
            SeededLetters.write(place, SampleRequests.valid(Stage.world(), 1, letters, letters));
            try (OutcomeWatch schedules = new OutcomeWatch(
                            stage.brokers(), List.of(place.settings().topics().schedules()));
                    ChildProcess turnstile =
                            ChildProcess.start("replay", place.environment(), List.of("./turnstile", "run"))) {
                awaitIndex(address, turnstile);
                long start = System.nanoTime();
                order(address);
                boolean all = schedules.await(letters, PATIENCE);
                double seconds = (System.nanoTime() - start) / 1e9;
                findings.detail(Findings.number(schedules.distinct()) + " of " + Findings.number(letters)
                                + " letters were replayed" + (all ? ", each once." : "."))
                        .atLeast("replays a second, without a quota", 500, schedules.distinct() / seconds, "");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until all letters are known, so that the job takes all of them. */
    private void awaitIndex(URI address, ChildProcess turnstile) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isReady(address)) {
            if (!turnstile.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("Turnstile did not become ready: see target/bench/replay.log");
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady(URI address) throws InterruptedException {
        try {
            byte[] body = http.send(
                            HttpRequest.newBuilder(address.resolve("/api/overview"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            JsonNode overview = new JsonMapper().readTree(body);
            return overview.at("/index/ready").asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    private void order(URI address) throws IOException, InterruptedException {
        String order = "{\"action\": \"replay\", \"filter\": {}, \"superseded\": true, \"by\": \"bench\"}";
        int status = http.send(
                        HttpRequest.newBuilder(address.resolve("/api/jobs"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(order))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 201) {
            throw new IOException("The replay was refused with status " + status);
        }
    }
}
