package io.turnstile.cli;

import io.turnstile.app.RequestSender;
import io.turnstile.cli.client.ConfigOption;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.topic.Topics;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command that sends requests from a file, after all of it was checked. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Send booking requests, one JSON object a line, to the requests topic, keyed by client id.",
            "The file is checked first: if a line is no JSON object in UTF-8, nothing is sent."
        })
final class SendCommand implements Callable<Integer> {

    static final String NOTHING_SENT = ". Nothing was sent";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "JSON lines, or - for standard input.")
    private String file;

    @Option(
            names = "--from-line",
            paramLabel = "N",
            description = "Begin with this line; the first is 1, and lines before it are not checked.")
    private int fromLine = 1;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (fromLine < 1) {
            throw new ParameterException(spec.commandLine(), "--from-line must be 1 or more");
        }
        Settings settings = config.load();
        try (RequestFile requests = RequestFile.open(file)) {
            check(requests);
            new Topics(settings).ensure();
            int sent = send(requests, settings);
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "sent=%d topic=%s%n",
                            sent,
                            settings.topics().requests());
        }
        return Turnstile.DONE;
    }

    private void check(RequestFile requests) throws IOException, InterruptedException {
        try {
            int lines = requests.forEach(fromLine, request -> {});
            if (fromLine > 1 && lines < fromLine) {
                throw new SettingsException(String.format(
                        Locale.ROOT, "%s has %d lines and none from line %d on", requests.name(), lines, fromLine));
            }
        } catch (SettingsException e) {
            throw new SettingsException(e.getMessage() + NOTHING_SENT);
        }
    }

    private int send(RequestFile requests, Settings settings) throws IOException, InterruptedException {
        try (RequestSender sender = new RequestSender(settings)) {
            SentLines sent = new SentLines(sender, requests.name());
            try {
                requests.forEach(fromLine, sent::send);
            } catch (SettingsException e) {
                throw sent.stopped(e);
            }
            return sent.await();
        }
    }
}
