package io.turnstile.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Commands as people type them, with the long names of their own options. */
public final class CommandOptions {

    /** Options that many commands have. */
    public static final Set<String> COMMON = Set.of("--help", "--version", "--verbose", "--config", "--url");

    private CommandOptions() {}

    /** Returns the options of each command that does something by itself. */
    public static Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new TreeMap<>();
        collect("", Turnstile.commandLine(), all);
        return all;
    }

    private static void collect(String name, CommandLine command, Map<String, Set<String>> all) {
        if (!(command.getCommandSpec().userObject() instanceof Runnable)) {
            Set<String> options = new TreeSet<>();
            for (OptionSpec option : command.getCommandSpec().options()) {
                options.add(Arrays.stream(option.names())
                        .filter(each -> each.startsWith("--"))
                        .findFirst()
                        .orElseThrow());
            }
            options.removeAll(COMMON);
            all.put(name, options);
        }
        command.getSubcommands().forEach((sub, each) -> collect((name + " " + sub).strip(), each, all));
    }

    /** Fails if the command line does not take these arguments. Runs nothing. */
    public static void parse(String... arguments) {
        Turnstile.commandLine().parseArgs(arguments);
    }
}
