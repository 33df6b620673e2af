package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds code, config/application.properties and the routes together: a key that only one of them knows misleads. */
class DocumentedSettingsTest {
    private static final Path HOME = Path.of(".");
    private static final Pattern SHOWN = Pattern.compile("#?(turnstile\\.[a-z.-]+)=(.*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");

    @Test
    void shouldDocumentEveryKeyThatIsRead() throws IOException {
        assertThat(shown().keySet()).containsExactlyInAnyOrderElementsOf(keysRead());
    }

    /** Set to what the file shows, a key must change nothing at all. */
    @Test
    void shouldShowTheDefaultOfEveryKey() throws IOException {
        Settings defaults = read(Map.of());

        shown().forEach((key, value) ->
                assertThat(read(Map.of(key, value))).as(key + "=" + value).isEqualTo(defaults));
    }

    @Test
    void shouldSetNothingWhenTheFileIsUsedAsItComes() {
        assertThat(Settings.load(HOME.resolve("config/application.properties"), Map.of(), HOME))
                .isEqualTo(read(Map.of()));
    }

    @Test
    void shouldExplainEveryKeyInTheLinesAboveIt() throws IOException {
        boolean explained = false;
        for (String line : lines()) {
            if (SHOWN.matcher(line).matches()) {
                assertThat(explained).as(line).isTrue();
            } else {
                explained = line.startsWith("# ") && !line.startsWith("# ---");
            }
        }
    }

    @Test
    void shouldKnowEveryPlaceholderOfTheRoutes() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(HOME.resolve("routes"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                PLACEHOLDER.matcher(Files.readString(file)).results().forEach(match -> used.add(match.group(1)));
            }
        }

        assertThat(used).isNotEmpty().isSubsetOf(read(Map.of()).placeholders().keySet());
    }

    private static Map<String, String> shown() throws IOException {
        return lines().stream()
                .map(SHOWN::matcher)
                .filter(java.util.regex.Matcher::matches)
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2), (a, b) -> b, TreeMap::new));
    }

    private static java.util.List<String> lines() throws IOException {
        return Files.readAllLines(HOME.resolve("config/application.properties"));
    }

    /** Reads settings from a file that is empty and takes down what it is asked for. */
    private static Set<String> keysRead() {
        Set<String> asked = new TreeSet<>();
        Settings.read(
                new AbstractMap<>() {
                    @Override
                    public String get(Object key) {
                        asked.add((String) key);
                        return null;
                    }

                    @Override
                    public Set<Entry<String, String>> entrySet() {
                        return Set.of();
                    }
                },
                Map.of(),
                HOME);
        return asked;
    }

    private static Settings read(Map<String, String> file) {
        return Settings.read(file, Map.of(), HOME);
    }
}
