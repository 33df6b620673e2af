package io.turnstile.cli.demo;

import io.turnstile.app.Pipeline;
import io.turnstile.app.RequestSender;
import io.turnstile.cli.OptionalCommand;
import io.turnstile.cli.ShutdownHook;
import io.turnstile.cli.Turnstile;
import io.turnstile.cli.client.ConfigOption;
import io.turnstile.cli.text.ProgressBar;
import io.turnstile.config.LogFormat;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.demo.DemoReport;
import io.turnstile.demo.DemoTask;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.demo.Ports;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Command that shows the whole of it: a broker, a simulated Altegio and the pipeline, with requests that meet every reason.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run all of it on an embedded Kafka and a simulated Altegio, fed with sample requests.")
public final class DemoCommand implements OptionalCommand {

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
        if (requests < 0) {
            throw new ParameterException(spec.commandLine(), "--requests must be 0 or more");
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Starting Kafka, a simulated Altegio and the pipeline ...");
        ShutdownHook end = new ShutdownHook();
        EmbeddedKafka kafka = end.closes(EmbeddedKafka.start(KAFKA_PORT));
        Simulator simulator =
                end.closes(Simulator.start(SimulatorOptions.defaults().withSeed(SEED)));
        Settings settings = settings(kafka, simulator);
        LogFormat.use(settings);
        CompletableFuture<String> stopped = new CompletableFuture<>();
        Pipeline pipeline = end.closes(start(settings, kafka, simulator, stopped));

        DemoReport report = feed(settings, simulator, err, stopped);
        if (stopped.isDone()) {
            return failed(stopped.join());
        }
        report.print(spec.commandLine().getOut());
        if (!exit) {
            report.printWhereToLook(spec.commandLine().getOut(), settings, pipeline.address());
            DemoTask.arrange(report, simulator.world())
                    .ifPresent(task -> task.print(
                            spec.commandLine().getOut(),
                            pipeline.address(),
                            config.load().http()));
            return failed(stopped.join());
        }
        report.printTotals(spec.commandLine().getOut());
        return report.isExact() ? Turnstile.DONE : Turnstile.FAILED;
    }

    /** Starts on any port where another process took the one that was free a moment before. */
    private Pipeline start(
            Settings settings, EmbeddedKafka kafka, Simulator simulator, CompletableFuture<String> stopped) {
        try {
            return Pipeline.start(settings, stopped::complete);
        } catch (SettingsException e) {
            if (settings.http().port() == 0
                    || Ports.isFree(settings.http().host(), settings.http().port())) {
                throw e;
            }
            return Pipeline.start(settings(kafka, simulator), stopped::complete);
        }
    }

    private int failed(String why) {
        spec.commandLine().getErr().println("turnstile: " + why);
        return Turnstile.FAILED;
    }

    /** Returns the user's settings, but for everything that leads to a real Kafka or Altegio. */
    private Settings settings(EmbeddedKafka kafka, Simulator simulator) {
        Map<String, String> overrides = new HashMap<>(Map.ofEntries(
                Map.entry("TURNSTILE_KAFKA_BROKERS", kafka.brokers()),
                Map.entry("TURNSTILE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "PLAINTEXT"),
                Map.entry("TURNSTILE_ALTEGIO_BASE_URL", simulator.url()),
                Map.entry("TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner"),
                Map.entry("TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user"),
                Map.entry("TURNSTILE_ALTEGIO_LOGIN", ""),
                Map.entry("TURNSTILE_ALTEGIO_PASSWORD", ""),
                Map.entry("TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0"),
                Map.entry("TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0"),
                Map.entry("TURNSTILE_INSTANCE", "demo")));
        Settings.Http http = config.load(overrides).http();
        if (!Ports.isFree(http.host(), http.port())) {
            overrides.put("TURNSTILE_HTTP_PORT", "0");
        }
        return config.load(overrides);
    }

    private DemoReport feed(Settings settings, Simulator simulator, PrintWriter err, CompletableFuture<String> stopped)
            throws InterruptedException {
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
            ProgressBar progress = new ProgressBar(err, "decided", ids.size());
            Instant lastOutcome = Instant.now();
            while (!stopped.isDone()
                    && outcomes.lost(ids) > 0
                    && lastOutcome.plus(PATIENCE).isAfter(Instant.now())) {
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
