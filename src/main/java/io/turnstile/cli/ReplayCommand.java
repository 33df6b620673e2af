package io.turnstile.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.cli.client.JobRequestOptions;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.UsageException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays dead letters, or says what that would give. */
/** Command that replays dead letters, tries them, or edits them first. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Put the requests of dead letters on the requests topic again, each once, and say what became of them.",
            "Shows the plan, and asks. A job starts small and stops itself when most of its first letters come back; Ctrl-C"
                    + " leaves it alone and it continues (turnstile jobs).",
            "Exit status 0 if all letters were scheduled, 1 if any was not: left out, rejected again, or not decided yet."
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Ask Altegio what a replay would give now, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Letters that a dry run by filter tries at most (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Letters a second at most (default: as many as live requests leave of the quota).")
    private Double rate;

    @Option(
            names = "--edit",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Replay the JSON in a file (- for standard input) instead of the request, for one id; without a"
                            + " file, the request is opened in $$EDITOR.")
    private String edit;

    @Option(names = "--force", description = "Also what came back too often (turnstile.replay.max); only by id.")
    private boolean force;

    @Option(
            names = "--superseded",
            description = "Also what a newer request of the same client and event has superseded.")
    private boolean superseded;

    @Mixin
    private JobRequestOptions options;

    @Override
    public Integer call() throws InterruptedException, IOException {
        options.check();
        if (force && options.ids().isEmpty()) {
            throw new UsageException("--force is for letters named by id");
        }
        if (edit != null && options.ids().size() != 1) {
            throw new UsageException("--edit is for one letter named by id");
        }
        if (limit < 1) {
            throw new UsageException("--limit must be 1 or more, not " + limit);
        }
        TurnstileClient instance = options.connect();
        Edit editing = new Edit(instance, spec.commandLine().getErr(), Edit.editor());
        Optional<String> edited = Optional.empty();
        if (edit != null) {
            edited = editing.of(options.ids().get(0), edit);
            if (edited.isEmpty()) {
                return Turnstile.FAILED;
            }
        }
        if (dryRun) {
            return new DryRuns(spec, options, instance).run(edited, limit);
        }
        int status = new JobSubmission(spec, options, instance).run(order(edited));
        if (status == Turnstile.DONE) {
            editing.replayed();
        }
        return status;
    }

    private ObjectNode order(Optional<String> edited) {
        ObjectNode order = options.order("replay").put("force", force).put("superseded", superseded);
        if (rate != null) {
            order.put("rate", rate);
        }
        edited.ifPresent(json -> order.putObject("edits").put(options.ids().get(0), json));
        return order;
    }
}
