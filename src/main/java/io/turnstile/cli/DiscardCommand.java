package io.turnstile.cli;

import io.turnstile.cli.client.JobRequestOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command that discards dead letters. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Say that nothing is to be done about dead letters: they are no longer open, and stay where they are.",
            "Shows how many, and asks. Exit status 1 if not all were discarded."
        })
final class DiscardCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobRequestOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.check();
        return new JobSubmission(spec, options, options.connect()).run(options.order("discard"));
    }
}
