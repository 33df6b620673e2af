package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.cli.client.InstanceOption;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.text.LetterText;
import io.turnstile.cli.text.Terminal;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command that shows one dead letter in full. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a dead letter in full: request, reason, what Altegio said, its rounds; as JSON in a pipe.")
final class ShowLetterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Of the dead letter, as list shows it.")
    private String id;

    @Option(names = "--json", description = "JSON, also on a terminal.")
    private boolean json;

    @Mixin
    private InstanceOption instance;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode content = instance.connect().get(Paths.letter(id));
        if (json || !Terminal.isThere()) {
            spec.commandLine().getOut().println(content);
        } else {
            LetterText.full(content, Instant.now(), spec.commandLine().getOut());
        }
        return Turnstile.DONE;
    }
}
