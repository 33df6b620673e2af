package io.turnstile.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds the texts of settings: an environment variable first ({@code turnstile.http.port} is {@code TURNSTILE_HTTP_PORT}),
 * then the properties file. It remembers which keys were asked for, so that the others can be refused.
 */
final class SettingsSource {

    static final String PREFIX = "turnstile.";
    private static final String ENVIRONMENT_PREFIX = "TURNSTILE_";

    /** The launcher's own, and those that Kubernetes sets in every pod beside a service named turnstile. */
    private static final Pattern NOT_SETTINGS =
            Pattern.compile("TURNSTILE_(JAVA_OPTS|SERVICE_(HOST|PORT).*|PORT|PORT_\\d+_(TCP|UDP).*)");

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Set<String> asked = new TreeSet<>();

    SettingsSource(Map<String, String> file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** Reads a properties file in UTF-8. */
    static Map<String, String> readFile(Path path) {
        if (!Files.exists(path)) {
            throw new SettingsException("There is no file " + path + ": name the right one with --config");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    "The file " + path + " cannot be read as properties in UTF-8: " + e.getMessage());
        }
        Map<String, String> read = new TreeMap<>();
        properties.forEach((key, value) -> read.put((String) key, ((String) value).strip()));
        return read;
    }

    /** Returns the text of a key; null if it is set nowhere or empty. */
    String find(String key) {
        asked.add(key);
        String text = environment.get(variable(key));
        if (text == null) {
            text = file.get(key);
        }
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Returns all entries below a prefix, the prefix taken off; {@code _} of an environment variable stands for a dot. */
    Map<String, String> below(String prefix) {
        Map<String, String> found = new TreeMap<>();
        file.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                asked.add(key);
                found.put(key.substring(prefix.length()), value);
            }
        });
        String variables = variable(prefix);
        environment.forEach((name, value) -> {
            if (name.startsWith(variables)) {
                asked.add(prefix + key(name.substring(variables.length())));
                found.put(key(name.substring(variables.length())), value);
            }
        });
        return found;
    }

    /** Fails if a key was set that nobody asked for. */
    void refuseUnknown() {
        for (String key : file.keySet()) {
            if (key.startsWith(PREFIX) && !asked.contains(key)) {
                throw unknown(key, key);
            }
        }
        Set<String> variables = new TreeSet<>();
        asked.forEach(key -> variables.add(variable(key)));
        for (String name : environment.keySet()) {
            if (name.startsWith(ENVIRONMENT_PREFIX)
                    && !variables.contains(name)
                    && !NOT_SETTINGS.matcher(name).matches()) {
                throw unknown(
                        "environment variable " + name, PREFIX + key(name.substring(ENVIRONMENT_PREFIX.length())));
            }
        }
    }

    private SettingsException unknown(String what, String key) {
        String nearest = asked.stream()
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, key)))
                .orElseThrow();
        return new SettingsException("Unknown setting " + what + ": did you mean " + nearest + " (" + variable(nearest)
                + ")? All settings stand in config/application.properties");
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String key(String variablePart) {
        return variablePart.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
