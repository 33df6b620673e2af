package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.cli.client.ClientException;
import io.turnstile.cli.client.JobRequestOptions;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.PlanText;
import io.turnstile.cli.text.Terminal;
import io.turnstile.cli.text.UsageException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Submission of a job: shows its plan, asks, submits it, and follows the job. */
final class JobSubmission {

    private final CommandSpec spec;
    private final JobRequestOptions options;
    private final TurnstileClient instance;
    private final PrintWriter err;

    JobSubmission(CommandSpec spec, JobRequestOptions options, TurnstileClient instance) {
        this.spec = spec;
        this.options = options;
        this.instance = instance;
        this.err = spec.commandLine().getErr();
    }

    private JsonNode submit(ObjectNode order) throws InterruptedException {
        try {
            return instance.post("/api/jobs", order);
        } catch (ClientException e) {
            if (e.isDisconnected()) {
                throw new ClientException(
                        e.getMessage()
                                + ". Whether the job was taken is not known: look with 'turnstile jobs' before you try"
                                + " again",
                        e);
            }
            throw e;
        }
    }

    /** @return the exit status */
    int run(ObjectNode order) throws InterruptedException {
        if (!options.isYes() && !Terminal.isThere()) {
            throw new UsageException("No terminal: look with --dry-run or list first, then pass --yes");
        }
        JsonNode plan = instance.post("/api/plans", order);
        PlanText.print(plan, order.path("action").asText(), err);
        long takes = plan.path("takes").asLong();
        if (takes == 0) {
            err.println("Nothing to do.");
            return plan.path("selected").asLong() == 0 && options.ids().isEmpty() ? Turnstile.DONE : Turnstile.FAILED;
        }
        if (!options.isYes()
                && !Terminal.agrees(PlanText.question(order.path("action").asText(), takes))) {
            err.println("Nothing was done.");
            return Turnstile.FAILED;
        }
        JsonNode job = submit(order);
        String id = job.path("id").asText();
        if (!options.isFollowed()) {
            err.println("Job " + id + " was taken. To see what becomes of it: turnstile jobs follow " + id);
            if (options.isJson()) {
                spec.commandLine().getOut().println(job);
            }
            return Turnstile.DONE;
        }
        return new JobFollower(instance, err).follow(id, spec.commandLine().getOut(), options.isJson());
    }
}
