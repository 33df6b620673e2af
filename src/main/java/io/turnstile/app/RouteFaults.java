package io.turnstile.app;

import java.nio.file.Path;

/** Words what went wrong when the routes were started as one line for the person who wrote them. */
final class RouteFaults {

    private RouteFaults() {}

    static SettingsException explain(Exception fault, Path routes) {
        if (fault instanceof SettingsException already) {
            return already;
        }
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        SettingsException explained =
                new SettingsException("The routes in " + routes + " could not be started: " + root.getMessage());
        explained.initCause(fault);
        return explained;
    }
}
