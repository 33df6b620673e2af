package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.cli.client.JobRequestOptions;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.LetterText;
import io.turnstile.cli.text.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Dry runs of letters, one after the other: what a replay would give now. */
final class DryRuns {

    private final CommandSpec spec;
    private final JobRequestOptions options;
    private final TurnstileClient instance;

    DryRuns(CommandSpec spec, JobRequestOptions options, TurnstileClient instance) {
        this.spec = spec;
        this.options = options;
        this.instance = instance;
    }

    int run(Optional<String> edit, int limit) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int tried = 0;
        int scheduled = 0;
        for (String id : ids(limit)) {
            ObjectNode body = TurnstileClient.JSON.createObjectNode();
            edit.ifPresent(json -> body.put("edit", json));
            JsonNode verdict = instance.post(Paths.letter(id) + "/dry-run", body);
            tried++;
            scheduled += verdict.path("kind").asText().equals("scheduled") ? 1 : 0;
            if (options.isJson()) {
                out.println(verdict);
            } else {
                out.printf(
                        Locale.ROOT,
                        "%s  %s%n      %s%n",
                        PlainText.line(id),
                        word(verdict),
                        PlainText.line(verdict.path("message").asText()));
            }
        }
        spec.commandLine().getErr().printf(Locale.ROOT, "%d of %d would be scheduled now.%n", scheduled, tried);
        return Turnstile.DONE;
    }

    private static String word(JsonNode verdict) {
        String reason = LetterText.text(verdict, "reason");
        return reason.equals("-") ? LetterText.text(verdict, "kind") : reason;
    }

    private List<String> ids(int limit) throws InterruptedException {
        if (!options.ids().isEmpty()) {
            return options.ids();
        }
        List<String> ids = new ArrayList<>();
        JsonNode page = instance.get(
                "/api/dead-letters" + options.filter().query("limit", String.valueOf(Math.min(500, limit))));
        page.path("letters").forEach(letter -> ids.add(letter.path("id").asText()));
        if (page.path("next").isTextual()) {
            spec.commandLine()
                    .getErr()
                    .printf(Locale.ROOT, "Tries the newest %d: --limit tries more (500 at most).%n", ids.size());
        }
        return ids;
    }
}
