package io.turnstile.cli;

import io.turnstile.app.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Reads the settings for a command. */
final class ConfigOption {

    /** The launcher says where Turnstile is installed; relative paths of the configuration start there. */
    private static final Path HOME = Path.of(System.getProperty("turnstile.home", "."));

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file (default: config/application.properties where Turnstile is installed).")
    private Path file = HOME.resolve("config/application.properties");

    Settings load() {
        return load(Map.of());
    }

    /** Reads the settings with some given as if by environment variables; those win over the user's own. */
    Settings load(Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(overrides);
        return Settings.load(file, environment, HOME);
    }
}
