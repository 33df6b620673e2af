package io.turnstile.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.app.RequestSender;
import io.turnstile.app.Settings;
import io.turnstile.app.SettingsException;
import io.turnstile.app.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends requests from a file. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Send booking requests, one JSON object a line, to the requests topic, keyed by client id.")
final class SendCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "JSON lines, or - for standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = config.load();
        List<RequestSender.Sent> sent = new ArrayList<>();
        try (BufferedReader lines = open();
                RequestSender sender = connect(settings)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    sent.add(sender.send(key(line), line.getBytes(StandardCharsets.UTF_8)));
                }
            }
            for (RequestSender.Sent each : sent) {
                each.id();
            }
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "sent=%d topic=%s%n",
                        sent.size(),
                        settings.topics().requests());
        return Turnstile.DONE;
    }

    private static RequestSender connect(Settings settings) {
        new Topics(settings).ensure();
        return new RequestSender(settings);
    }

    private BufferedReader open() throws IOException {
        if (file.equals("-")) {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new SettingsException("There is no readable file " + file + ": name one, or - for standard input");
        }
        return Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
    }

    /** Returns the client id as key; null for a line without one, which the pipeline will say more about. */
    private static byte[] key(String line) {
        try {
            JsonNode client = JSON.readTree(line).path("client_id");
            return client.isValueNode() ? client.asText().getBytes(StandardCharsets.UTF_8) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
