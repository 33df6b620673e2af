package io.turnstile.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Transformer that adds the commands of the jars beside the server's, if there are any. */
final class OptionalCommands implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec spec) {
        for (OptionalCommand each : ServiceLoader.load(OptionalCommand.class)) {
            CommandLine command = new CommandLine(each);
            spec.addSubcommand(command.getCommandName(), command);
        }
        return spec;
    }
}
