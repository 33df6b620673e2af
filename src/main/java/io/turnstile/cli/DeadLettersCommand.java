package io.turnstile.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what is done with dead letters, but for replaying them. */
/** Command under which all that looks at dead letters, or discards them, stands. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = {
            "Look at dead letters, or say that nothing is to be done about them. To replay them: turnstile replay.",
            "Asks the running Turnstile: it must run ('turnstile run')."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListLettersCommand.class,
            ShowLetterCommand.class,
            ExportLettersCommand.class,
            DiscardCommand.class
        })
final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, export or discard");
    }
}
