package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.cli.client.ClientException;
import io.turnstile.cli.client.FilterOptions;
import io.turnstile.cli.client.InstanceOption;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.LetterText;
import io.turnstile.cli.text.Terminal;
import io.turnstile.cli.text.UsageException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command that lists dead letters. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List dead letters, newest first: a table on a terminal, JSON lines in a pipe.")
final class ListLettersCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "JSON lines, also on a terminal.")
    private boolean json;

    @Mixin
    private InstanceOption instance;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 0) {
            throw new UsageException("--limit must be 0 or more, not " + limit);
        }
        TurnstileClient turnstile = instance.connect();
        PrintWriter out = spec.commandLine().getOut();
        boolean table = !json && Terminal.isThere();
        List<JsonNode> shown = new ArrayList<>();
        long count = 0;
        boolean complete = true;
        String cursor = null;
        do {
            int most = limit == 0 ? PAGE : (int) Math.min(PAGE, limit - count);
            JsonNode page =
                    turnstile.get("/api/dead-letters" + filter.query("limit", String.valueOf(most), "cursor", cursor));
            for (JsonNode letter : page.path("letters")) {
                count++;
                if (table) {
                    shown.add(letter);
                } else {
                    out.println(letter);
                }
            }
            complete &= page.path("complete").asBoolean(true);
            cursor = page.path("next").textValue();
        } while (cursor != null && (limit == 0 || count < limit) && !out.checkError());
        if (table && !shown.isEmpty()) {
            LetterText.table(shown, Instant.now(), filter.isAboutMoreThanOpen(), out, Terminal.width(spec));
        }
        tellMore(turnstile, count, cursor != null);
        if (!complete) {
            throw new ClientException(
                    "The dead letters are still being read from Kafka: some are missing here, and some that are resolved may"
                            + " show as open. Try again in a while",
                    null);
        }
        return Turnstile.DONE;
    }

    private void tellMore(TurnstileClient turnstile, long count, boolean more) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (more) {
            long all = 0;
            for (JsonNode group :
                    turnstile.get("/api/dead-letters/groups" + filter.query()).path("groups")) {
                all += group.path("count").asLong();
            }
            err.printf(Locale.ROOT, "%d of %d: --limit says how many to show%n", count, all);
        } else if (count == 0) {
            err.println("No dead letter fits.");
        }
    }
}
