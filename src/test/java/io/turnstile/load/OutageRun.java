package io.turnstile.load;

import io.turnstile.app.Pipeline;
import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.Outage;
import io.turnstile.simulator.fault.OutageMode;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.topic.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests at an even pace to a pipeline without quota, before, during and after an outage of Altegio, and prints
 * what became of them and how soon outcomes came again. Arguments: {@code refused|unavailable|hanging SECONDS RATE}, the
 * rate in requests a second.
 */
public final class OutageRun {

    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final EmbeddedKafka kafka = EmbeddedKafka.start(0);
    private final Simulator altegio = Simulator.start(
            SimulatorOptions.defaults().withFaults(Faults.none().withLatency(Latency.fixed(Duration.ofMillis(100)))));
    private final Settings settings = Settings.load(
            Path.of("config/application.properties"),
            Map.of(
                    "TURNSTILE_KAFKA_BROKERS", kafka.brokers(),
                    "TURNSTILE_INSTANCE", "outage",
                    "TURNSTILE_ALTEGIO_BASE_URL", altegio.url(),
                    "TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner",
                    "TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user",
                    "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0",
                    "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0",
                    "TURNSTILE_HTTP_PORT", "0"),
            Path.of("."));
    private final List<RequestSender.Sent> sent = new CopyOnWriteArrayList<>();

    private OutageRun() {}

    public static void main(String[] args) throws Exception {
        OutageMode mode = OutageMode.valueOf(args[0].toUpperCase(java.util.Locale.ROOT));
        new OutageRun().run(new Outage(mode, Duration.ofSeconds(Long.parseLong(args[1]))), Integer.parseInt(args[2]));
        System.exit(0);
    }

    private void run(Outage outage, int rate) throws Exception {
        new Topics(settings).ensure();
        int most = (int) (BEFORE.plus(outage.duration()).plus(AFTER).toSeconds() + 10) * rate;
        Iterator<SampleRequest> samples =
                SampleRequests.valid(altegio.world(), 1, most, most).iterator();
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try (OutcomeCount outcomes = new OutcomeCount(settings, true);
                RequestSender sender = new RequestSender(settings);
                Pipeline pipeline = Pipeline.start(settings, System.err::println)) {
            pace.scheduleAtFixedRate(() -> send(sender, samples.next()), 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
            read(outcomes, Instant.now().plus(BEFORE));
            double rebalancesBefore = rebalances(pipeline);
            int sentBefore = sent.size();

            altegio.outages().start(outage);
            Instant end = Instant.now().plus(outage.duration());
            read(outcomes, end);
            int sentDuring = sent.size() - sentBefore;
            long silence = firstAfter(outcomes, end);
            read(outcomes, end.plus(AFTER));
            pace.shutdownNow();
            pace.awaitTermination(1, TimeUnit.SECONDS);

            List<String> ids = ids();
            Instant giveUp = Instant.now().plus(PATIENCE);
            while (outcomes.lost(ids) > 0 && Instant.now().isBefore(giveUp)) {
                outcomes.poll(Duration.ofMillis(50));
            }
            Duration caughtUp = Duration.between(end, Instant.now());
            read(outcomes, Instant.now().plus(AFTER));
            System.out.printf(
                    "%s %d s: requests=%d (%.1f a second during it) lost=%d duplicated=%d dead-letters=%d retries=%d"
                            + " rebalances=%.0f first outcome %d ms after its end, all caught up after %d s%n",
                    outage.mode(),
                    outage.duration().toSeconds(),
                    ids.size(),
                    sentDuring / (double) outage.duration().toSeconds(),
                    outcomes.lost(ids),
                    outcomes.duplicated(ids),
                    outcomes.recordsOn(List.of(settings.topics().deadLetters())),
                    outcomes.recordsOn(settings.retryTopics()),
                    rebalances(pipeline) - rebalancesBefore,
                    silence,
                    caughtUp.toSeconds());
        } finally {
            pace.shutdownNow();
            altegio.close();
            kafka.close();
        }
    }

    private void send(RequestSender sender, SampleRequest sample) {
        sent.add(sender.send(sample.key().getBytes(StandardCharsets.UTF_8), sample.value()));
    }

    private List<String> ids() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (RequestSender.Sent each : sent) {
            ids.add(each.id());
        }
        return ids;
    }

    private static void read(OutcomeCount outcomes, Instant until) {
        while (Instant.now().isBefore(until)) {
            outcomes.poll(Duration.ofMillis(20));
        }
    }

    /** Returns how many milliseconds after the time the next outcome came. */
    private static long firstAfter(OutcomeCount outcomes, Instant time) {
        while (outcomes.poll(Duration.ofMillis(5)) == 0 && Instant.now().isBefore(time.plus(PATIENCE))) {
            // one more
        }
        return Duration.between(time, Instant.now()).toMillis();
    }

    /** Returns how often any consumer of the pipeline took part in a rebalance so far, as its metrics say. */
    private static double rebalances(Pipeline pipeline) throws Exception {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pipeline.address() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        List<String> counts = metrics.lines()
                .filter(line -> line.startsWith("kafka_consumer_coordinator_rebalance_total{"))
                .toList();
        if (counts.isEmpty()) {
            throw new IllegalStateException("No count of rebalances among the metrics");
        }
        return counts.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
