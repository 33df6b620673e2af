package io.turnstile.cli;

import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.UsageException;
import io.turnstile.config.LogFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Command {@code turnstile}, where the program starts. */
@Command(
        name = "turnstile",
        description =
                "Takes booking requests from Kafka, asks Altegio whether a membership covers them, and passes each on"
                        + " as a schedule or a dead letter, exactly once.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        modelTransformer = OptionalCommands.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            SendCommand.class,
            DeadLettersCommand.class,
            ReplayCommand.class,
            JobsCommand.class
        })
public final class Turnstile implements Runnable {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show the stack trace of an error.")
    private boolean verbose;

    public static void main(String[] args) {
        // For libraries: nothing of ours depends on it.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Turnstile());
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionStrategy(Turnstile::execute);
        commandLine.setExecutionExceptionHandler(Turnstile::explain);
        return commandLine;
    }

    private static int execute(ParseResult parsed) {
        Turnstile turnstile = parsed.commandSpec().root().userObject() instanceof Turnstile root ? root : null;
        if (turnstile != null && turnstile.verbose) {
            Configurator.setLevel("io.turnstile", Level.DEBUG);
            Configurator.setLevel("org.apache.camel", Level.INFO);
            Configurator.setLevel("org.apache.kafka", Level.INFO);
        }
        int exit = new CommandLine.RunLast().execute(parsed);
        CommandLine root = parsed.commandSpec().root().commandLine();
        if (exit == DONE && root.getOut().checkError()) {
            root.getErr().println("turnstile: " + TurnstileClient.NOT_WRITTEN);
            return FAILED;
        }
        return exit;
    }

    /** Prints an error as one line; with {@code --verbose} its stack trace too. */
    private static int explain(Exception fault, CommandLine commandLine, ParseResult parsed) {
        Turnstile turnstile = (Turnstile) parsed.commandSpec().root().userObject();
        PrintWriter err = commandLine.getErr();
        String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        String line = message.lines().findFirst().orElse(message);
        if (LogFormat.isJson()) {
            LOG.error(line, turnstile.verbose ? fault : null);
        } else {
            err.println("turnstile: " + line);
            if (turnstile.verbose) {
                fault.printStackTrace(err);
            }
        }
        return fault instanceof UsageException ? WRONG_USAGE : FAILED;
    }

    /** Tells people on standard error how a command that continues stands; as a log line where a machine reads these. */
    static void tell(PrintWriter err, String line) {
        if (LogFormat.isJson()) {
            LOG.info(line);
        } else {
            err.println("turnstile: " + line);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
