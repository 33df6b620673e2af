package io.turnstile.config;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/**
 * Version that runs, and the commit it was built from.
 *
 * @param commit short id; {@code unknown} where it was built outside of a repository
 */
public record BuildInfo(String version, String commit) {

    private static final String UNKNOWN = "unknown";
    private static final BuildInfo CURRENT = read();

    public BuildInfo {
        Objects.requireNonNull(version);
        Objects.requireNonNull(commit);
    }

    public static BuildInfo current() {
        return CURRENT;
    }

    private static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStreamReader reader = new InputStreamReader(
                Objects.requireNonNull(BuildInfo.class.getResourceAsStream("build.properties")),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(filled(properties, "version"), filled(properties, "commit"));
    }

    /** Takes a place that the build left open for no value. */
    private static String filled(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.isBlank() || value.contains("${") ? UNKNOWN : value;
    }

    /** Returns it as people read it: {@code 1.0.0 (commit 0c50029)}. */
    @Override
    public String toString() {
        return commit.equals(UNKNOWN) ? version : version + " (commit " + commit + ")";
    }
}
