package io.turnstile.cli;

import io.turnstile.app.Pipeline;
import io.turnstile.cli.client.ConfigOption;
import io.turnstile.config.LogFormat;
import io.turnstile.config.Settings;
import io.turnstile.config.TemporaryFolder;
import io.turnstile.topic.MissingOffsets;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command that runs the pipeline until the process is told to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the pipeline against the configured Kafka and Altegio.")
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--missing-offsets",
            paramLabel = "WHAT",
            description = {
                "What to do where the group's offsets are gone though requests have outcomes: after-outcomes continues after the"
                        + " last of them, beginning decides all again. Default: do not start."
            })
    private String missingOffsets;

    @Override
    public Integer call() {
        Settings settings = config.load();
        LogFormat.use(settings);
        TemporaryFolder.require();
        PrintWriter err = spec.commandLine().getErr();
        CompletableFuture<String> stopped = new CompletableFuture<>();
        Pipeline pipeline = Pipeline.start(settings, missingOffsets(), stopped::complete);
        new ShutdownHook().closes(pipeline);
        Turnstile.tell(
                err,
                String.format(
                        Locale.ROOT,
                        "running as instance '%s', from %s at %s, asking %s",
                        settings.instance(),
                        settings.topics().requests(),
                        settings.kafka().brokers(),
                        settings.altegio().baseUrl()));
        Turnstile.tell(
                err,
                "console at " + pipeline.address() + "/, health and metrics too"
                        + settings.http()
                                .publicUrl()
                                .map(url -> "; people see it at " + url.replaceFirst("/?$", "/"))
                                .orElse(""));
        Turnstile.tell(err, stopped.join());
        return Turnstile.FAILED;
    }

    private MissingOffsets missingOffsets() {
        return switch (missingOffsets == null ? "" : missingOffsets) {
            case "" -> MissingOffsets.REFUSE;
            case "after-outcomes" -> MissingOffsets.AFTER_OUTCOMES;
            case "beginning" -> MissingOffsets.BEGINNING;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--missing-offsets must be after-outcomes or beginning");
        };
    }
}
