package io.turnstile.cli.text;

import java.io.Console;
import picocli.CommandLine.Model.CommandSpec;

/** Terminal of the person who runs a command, if there is one, and questions to them. */
public final class Terminal {

    private static final int NARROWEST = 60;

    private Terminal() {}

    /** Returns whether input and output are a person's. */
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console also when output goes into a pipe.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    public static int width(CommandSpec spec) {
        return Math.max(NARROWEST, spec.usageMessage().width());
    }

    /** Returns whether they say yes. */
    public static boolean agrees(String question) {
        String answer = System.console().readLine("%s [y/N] ", question);
        return answer != null
                && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
    }
}
