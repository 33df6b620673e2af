package io.turnstile.cli.client;

import io.turnstile.config.LauncherProperties;
import io.turnstile.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Option that names the settings of a command. */
public final class ConfigOption {

    private static final Path HOME = LauncherProperties.home();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file (default: config/application.properties where Turnstile is installed).")
    private Path file = HOME.resolve("config/application.properties");

    public Settings load() {
        return load(Map.of());
    }

    /** Reads the settings with some given as if by environment variables; those win over the user's own. */
    public Settings load(Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(overrides);
        return Settings.load(file, environment, HOME);
    }
}
