package io.turnstile.app;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Words what went wrong when the routes were started as one line for the person who wrote them. */
final class RouteFaults {

    /** The YAML reader quotes the source below its message, indented. */
    private static final String QUOTED = "    ";

    private RouteFaults() {}

    static SettingsException explain(Exception fault, Path routes) {
        if (fault instanceof SettingsException already) {
            return already;
        }
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        SettingsException explained = new SettingsException(
                root instanceof NoSuchFileException missing
                        ? "There are no routes at " + missing.getFile()
                                + ": set turnstile.routes to the folder of the route files"
                        : "The routes in " + routes + " could not be started: " + oneLine(root));
        explained.initCause(fault);
        return explained;
    }

    private static String oneLine(Throwable fault) {
        return fault.getMessage() == null
                ? fault.toString()
                : fault.getMessage()
                        .lines()
                        .filter(line -> !line.startsWith(QUOTED) && !line.isBlank())
                        .map(String::strip)
                        .distinct()
                        .collect(Collectors.joining(" "));
    }
}
