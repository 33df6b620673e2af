package io.turnstile.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.cli.client.ConfigOption;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.preflight.CheckResult;
import io.turnstile.preflight.Preflight;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command that looks whether everything is there that {@code run} needs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Check configuration, routes, Kafka and Altegio: a line each, exit status 1 if any fails.",
            "Changes nothing: it creates no topic and reads no request."
        })
final class CheckCommand implements Callable<Integer> {

    private static final String GATE = "io.turnstile.altegio.gate";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    private final List<CheckResult> results = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        // The gate logs that it holds and continues trying; here that is a line of the result.
        Level before = LogManager.getLogger(GATE).getLevel();
        Configurator.setLevel(GATE, Level.ERROR);
        try {
            Settings settings = config.load();
            new Preflight(settings, this::take).run();
        } catch (SettingsException e) {
            take(CheckResult.fail("config", e.getMessage()));
        } finally {
            Configurator.setLevel(GATE, before);
        }
        boolean failed = results.stream().anyMatch(CheckResult::isFailed);
        if (json) {
            spec.commandLine().getOut().println(json(failed));
        }
        return failed ? Turnstile.FAILED : Turnstile.DONE;
    }

    private void take(CheckResult result) {
        results.add(result);
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(Locale.ROOT, "%-4s %-8s %s%n", word(result), result.name(), result.detail());
            out.flush();
        }
    }

    private static String word(CheckResult result) {
        return result.isFailed() ? "FAIL" : result.status().name().toLowerCase(Locale.ROOT);
    }

    private String json(boolean failed) throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode().put("ok", !failed);
        ArrayNode checks = root.putArray("checks");
        for (CheckResult each : results) {
            checks.addObject()
                    .put("name", each.name())
                    .put("status", each.status().name().toLowerCase(Locale.ROOT))
                    .put("detail", each.detail());
        }
        return mapper.writeValueAsString(root);
    }
}
