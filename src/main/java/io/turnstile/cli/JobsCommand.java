package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.DurationFormat;
import io.turnstile.cli.client.InstanceOption;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.LetterText;
import io.turnstile.cli.text.Table;
import io.turnstile.cli.text.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command that lists jobs, and follows, cancels or resumes one. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "List the jobs that replay or discard dead letters; follow, cancel or resume one.",
        synopsisSubcommandLabel = "[COMMAND]")
final class JobsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "JSON lines, also on a terminal.")
    private boolean json;

    @Mixin
    private InstanceOption instance;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode jobs = instance.connect().get("/api/jobs").path("jobs");
        PrintWriter out = spec.commandLine().getOut();
        if (json || !Terminal.isThere()) {
            jobs.forEach(out::println);
        } else if (jobs.isEmpty()) {
            spec.commandLine().getErr().println("There was no job yet.");
        } else {
            table(jobs).print(out, Terminal.width(spec));
        }
        return Turnstile.DONE;
    }

    private static Table table(JsonNode jobs) {
        Instant now = Instant.now();
        Table table = new Table("ID", "AGE", "STATE", "ACTION", "DONE", "OF", "SCHEDULED", "BY", "NOTE");
        for (JsonNode job : jobs) {
            JsonNode order = job.path("order");
            table.add(List.of(
                    LetterText.text(job, "id"),
                    DurationFormat.column(Duration.between(
                            Instant.parse(job.path("created_at").asText()), now)),
                    LetterText.text(job, "state"),
                    LetterText.text(order, "action"),
                    LetterText.text(job, "done"),
                    LetterText.text(job, "planned"),
                    LetterText.text(job.path("outcomes"), "scheduled"),
                    LetterText.text(order, "by"),
                    order.path("note").asText()));
        }
        return table;
    }

    @Command(
            name = "follow",
            mixinStandardHelpOptions = true,
            description = "Watch a job to its end. Exit status 0 if all its letters were discarded, or scheduled.")
    private Integer follow(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "JSON, also on a terminal.") boolean asJson,
            @Mixin InstanceOption where)
            throws InterruptedException {
        return new JobFollower(where.connect(), spec.commandLine().getErr())
                .follow(id, spec.commandLine().getOut(), asJson || !Terminal.isThere());
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Stop a job after the letters that it is writing. It can be resumed.")
    private Integer cancel(@Parameters(paramLabel = "ID") String id, @Mixin InstanceOption where)
            throws InterruptedException {
        return change(where, id, "cancel");
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Continue a job that was cancelled, or that stopped itself.")
    private Integer resume(@Parameters(paramLabel = "ID") String id, @Mixin InstanceOption where)
            throws InterruptedException {
        return change(where, id, "resume");
    }

    private Integer change(InstanceOption where, String id, String how) throws InterruptedException {
        JsonNode job = where.connect().post(Paths.job(id) + "/" + how, TurnstileClient.JSON.createObjectNode());
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "job=%s state=%s done=%d planned=%d%n",
                        LetterText.text(job, "id"),
                        LetterText.text(job, "state"),
                        job.path("done").asLong(),
                        job.path("planned").asLong());
        return Turnstile.DONE;
    }
}
