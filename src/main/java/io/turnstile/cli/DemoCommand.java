package io.turnstile.cli;

import io.turnstile.app.EmbeddedKafka;
import io.turnstile.app.OutcomeCount;
import io.turnstile.app.Pipeline;
import io.turnstile.app.RequestSender;
import io.turnstile.app.Settings;
import io.turnstile.app.Topics;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole of it: a broker, a simulated Altegio and the pipeline, with requests that meet every reason. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run all of it on an embedded Kafka and a simulated Altegio, fed with sample requests.")
final class DemoCommand implements Callable<Integer> {

    private static final int SEED = 1;
    private static final int KAFKA_PORT = 9092;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many sample requests (default: ${DEFAULT-VALUE}).")
    private int requests = 200;

    @Option(names = "--exit", description = "End when all are decided; exit status 1 if any was lost or duplicated.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        err.println("Starting Kafka, a simulated Altegio and the pipeline ...");
        EmbeddedKafka kafka = EmbeddedKafka.start(KAFKA_PORT);
        Simulator simulator = Simulator.start(SimulatorOptions.defaults().withSeed(SEED));
        Settings settings = settings(kafka, simulator);
        new Topics(settings).ensure();
        Pipeline pipeline = Pipeline.start(settings, err::println);
        ShutdownHook.close(pipeline, simulator, kafka);

        DemoReport report = feed(settings, simulator, err);
        report.print(spec.commandLine().getOut());
        if (!exit) {
            report.printWhereToLook(spec.commandLine().getOut(), settings);
            new CompletableFuture<Void>().join();
        }
        report.printTotals(spec.commandLine().getOut());
        return report.isExact() ? Turnstile.DONE : Turnstile.FAILED;
    }

    private Settings settings(EmbeddedKafka kafka, Simulator simulator) {
        return config.load(Map.of(
                "TURNSTILE_KAFKA_BROKERS", kafka.brokers(),
                "TURNSTILE_ALTEGIO_BASE_URL", simulator.url(),
                "TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner",
                "TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user",
                "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0",
                "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0",
                "TURNSTILE_INSTANCE", "demo"));
    }

    private DemoReport feed(Settings settings, Simulator simulator, PrintWriter err) throws InterruptedException {
        try (OutcomeCount outcomes = new OutcomeCount(settings, true);
                RequestSender sender = new RequestSender(settings)) {
            List<RequestSender.Sent> sent = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.mixed(simulator.world(), SEED, requests)) {
                sent.add(sender.send(sample.key().getBytes(StandardCharsets.UTF_8), sample.value()));
            }
            List<String> ids = new ArrayList<>();
            for (RequestSender.Sent each : sent) {
                ids.add(each.id());
            }
            Progress progress = new Progress(err, "decided", ids.size());
            Instant lastOutcome = Instant.now();
            while (outcomes.lost(ids) > 0 && lastOutcome.plus(PATIENCE).isAfter(Instant.now())) {
                if (outcomes.poll(Duration.ofMillis(100)) > 0) {
                    lastOutcome = Instant.now();
                }
                progress.show(ids.size() - (int) outcomes.lost(ids));
            }
            outcomes.poll(Duration.ofMillis(500));
            progress.end();
            return DemoReport.of(ids, outcomes);
        }
    }
}
