package io.turnstile.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Is what a command printed and how it ended, run in this process, where nobody sits at a terminal.
 *
 * @param status the exit status
 */
public record CommandRun(int status, String out, String err) {

    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Turnstile.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
