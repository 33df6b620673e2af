package io.turnstile.config;

import java.io.IOException;
import java.io.StringReader;
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
import org.jspecify.annotations.Nullable;

/**
 * Source of the texts of settings: an environment variable first ({@code turnstile.http.port} is {@code TURNSTILE_HTTP_PORT}),
 * then the properties file. It remembers which keys were asked for, so that the others can be refused.
 */
final class SettingsSource {

    static final String PREFIX = "turnstile.";
    private static final String ENVIRONMENT_PREFIX = "TURNSTILE_";

    /** The launcher's own, and those that Kubernetes sets in every pod beside a service whose name begins with turnstile. */
    private static final Pattern NOT_SETTINGS = Pattern.compile(
            "TURNSTILE_(JAVA_OPTS|STATE_DIR"
                    + "|([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?))");

    /** What Kubernetes sets for such a service's port, be it one that is named as a setting is: TURNSTILE_HTTP_PORT. */
    private static final Pattern SERVICE_PORT = Pattern.compile("TURNSTILE_([A-Z0-9_]+_)?PORT=(tcp|udp|sctp)://.*");

    private static final int MISSPELT = 2;

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Set<String> asked = new TreeSet<>();

    SettingsSource(Map<String, String> file, Map<String, String> environment) {
        this.file = file;
        this.environment = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (!NOT_SETTINGS.matcher(name).matches()
                    && !SERVICE_PORT.matcher(name + "=" + value).matches()) {
                this.environment.put(name, value);
            }
        });
    }

    /** Reads a properties file in UTF-8. */
    static Map<String, String> readFile(Path path) {
        if (!Files.exists(path)) {
            throw new SettingsException("There is no file " + path + ": name the right one with --config");
        }
        Map<String, String> read = new TreeMap<>();
        Properties properties = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized @Nullable Object put(Object key, Object value) {
                if (read.put((String) key, ((String) value).strip()) != null) {
                    throw new SettingsException("The key " + key + " stands twice in " + path + ": leave one");
                }
                return null;
            }
        };
        try {
            properties.load(new StringReader(TextFile.decode(Files.readAllBytes(path), path.toString())));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("The file " + path + " cannot be read as properties: " + e.getMessage());
        }
        return read;
    }

    /** Returns the text of a key; null if it is set nowhere or empty. */
    @Nullable
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
                found.put(key(name.substring(variables.length())), value.strip());
            }
        });
        return found;
    }

    /** Fails if a key was set that nobody asked for. */
    void refuseUnknown() {
        for (String key : file.keySet()) {
            if (isMeantForUs(key) && !asked.contains(key)) {
                throw unknown(key, key.replaceFirst("^.{" + (PREFIX.length() - 1) + "}", "turnstile"));
            }
        }
        Set<String> variables = new TreeSet<>();
        asked.forEach(key -> variables.add(variable(key)));
        for (String name : environment.keySet()) {
            if (variable(name).startsWith(ENVIRONMENT_PREFIX) && !variables.contains(name)) {
                throw unknown(
                        "environment variable " + name, PREFIX + key(name.substring(ENVIRONMENT_PREFIX.length())));
            }
        }
    }

    /** Returns whether a key's first word is turnstile, or nearly so; others are the user's own. */
    private static boolean isMeantForUs(String key) {
        String[] words = key.toLowerCase(Locale.ROOT).split("[.-]", 2);
        return words.length == 2 && LevenshteinDistance.getDefaultInstance().apply(words[0] + ".", PREFIX) <= MISSPELT;
    }

    private SettingsException unknown(String what, String key) {
        String nearest = asked.stream()
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, key)))
                .orElseThrow();
        return new SettingsException("Unknown setting " + what + ": did you mean " + nearest + " (" + variable(nearest)
                + ")? All settings are in config/application.properties");
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String key(String variablePart) {
        return variablePart.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
