package io.turnstile.cli;

import io.turnstile.cli.client.FilterOptions;
import io.turnstile.cli.client.InstanceOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command that writes dead letters in full. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write dead letters in full to standard output, a JSON line each, newest first.",
            "  turnstile dead-letters export --reason NO_MEMBERSHIP > letters.jsonl"
        })
final class ExportLettersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FilterOptions filter;

    @Mixin
    private InstanceOption instance;

    @Override
    public Integer call() throws InterruptedException {
        instance.connect()
                .copyLines(
                        "/api/dead-letters/export" + filter.query(),
                        spec.commandLine().getOut());
        return Turnstile.DONE;
    }
}
