package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.Reason;
import io.turnstile.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/contract.md to the program: whoever builds upon a name in it would otherwise wait for what never comes. */
class ContractTest {

    private static final Document CONTRACT = Document.of("docs/contract.md");
    private static final Path CONFIG = Path.of("config/application.properties");
    private static final Pattern HEADER =
            Pattern.compile("(turnstile-|Turnstile-|ce_)[A-Za-z-]+|content-type|turnstile-session");
    private static final Pattern SHOWN = Pattern.compile("# ?(turnstile\\.[a-z.-]+)=(.*)|#(turnstile\\.[a-z.-]+)=(.*)");
    private static final Pattern VARIABLE = Pattern.compile("setVariable\\(\\s*\"([A-Za-z]+)\"");

    private static final Pattern METRIC = Pattern.compile("\"turnstile\\.([a-z.]+[a-z])\"");
    private static final Pattern ALTEGIO_METRIC = Pattern.compile("(?:PREFIX \\+ |\\bgauge\\(\\s*)\"([a-z.]+)\"");

    /** Names of variables that only Turnstile's own routes and beans need. */
    private static final Set<String> INTERNAL = Set.of("record", "decision", "postponed", "page", "pageSize");

    @Test
    void shouldNameEveryHeaderAndNoOther() throws IllegalAccessException {
        Set<String> documented = new TreeSet<>();
        CONTRACT.rows().forEach(row -> Document.code(row.get(0)).stream()
                .filter(HEADER.asMatchPredicate())
                .forEach(documented::add));
        Document.code(CONTRACT.section("## HTTP").text()).stream()
                .filter(HEADER.asMatchPredicate())
                .forEach(documented::add);

        assertThat(documented).containsExactlyInAnyOrderElementsOf(DeclaredHeaders.names());
    }

    /** A name that is written in two places is changed in one. */
    @Test
    void shouldGiveTheNameOfAHeaderOneHome() throws IOException {
        assertThat(DeclaredHeaders.elsewhere()).isEmpty();
    }

    @Test
    void shouldNameEveryReasonWithItsKind() {
        List<String> documented = CONTRACT.section("### Reasons").rows().stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Reason.values())
                        .map(reason -> "`" + reason.kind().header() + "` `" + reason + "`")
                        .toList());
    }

    @Test
    void shouldNameTheTopics() {
        Settings defaults = Settings.load(CONFIG, Map.of(), Path.of("."));
        Settings.Topics topics = defaults.topics();
        List<String> named = new ArrayList<>();
        CONTRACT.section("## Topics").rows().forEach(row -> named.addAll(Document.code(row.get(1))));

        assertThat(named)
                .containsExactlyElementsOf(Stream.of(
                                Stream.of(topics.requests(), topics.schedules(), topics.deadLetters()),
                                defaults.retryTopics().stream(),
                                Stream.of(topics.resolutions(), topics.jobs()))
                        .flatMap(each -> each)
                        .toList());
    }

    /** What the file shows is held to the code by a test of its own. */
    @Test
    void shouldNameEverySettingWithItsDefault() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        for (String line : Files.readAllLines(CONFIG)) {
            var match = SHOWN.matcher(line);
            if (match.matches() && !line.startsWith("# turnstile.kafka.properties.")) {
                shown.put(line.replaceFirst("# ?", "").replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", ""));
            }
        }
        shown.put("turnstile.kafka.properties.*", "");

        Map<String, String> documented = new TreeMap<>();
        CONTRACT.section("## Settings")
                .rows()
                .forEach(row -> documented.put(
                        Document.code(row.get(0)).get(0),
                        row.get(1).startsWith("none")
                                ? ""
                                : Document.code(row.get(1)).get(0)));

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(shown);
    }

    @Test
    void shouldNameEveryMetricOfTurnstile() throws IOException {
        Set<String> made = new TreeSet<>();
        for (String source : sources()) {
            if (source.contains("import io.micrometer.core.instrument.")) {
                METRIC.matcher(source).results().forEach(match -> made.add(metric(match.group(1), "turnstile.")));
                ALTEGIO_METRIC
                        .matcher(source)
                        .results()
                        .forEach(match -> made.add(metric(match.group(1), "turnstile.altegio.")));
            }
        }
        Set<String> documented = new TreeSet<>();
        CONTRACT.section("## Metrics").rows().forEach(row -> documented.addAll(Document.code(row.get(0))));

        assertThat(documented).containsExactlyInAnyOrderElementsOf(made);
    }

    private static String metric(String name, String prefix) {
        return (prefix + name).replace('.', '_');
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.add(Files.readString(file));
            }
        }
        return sources;
    }

    @Test
    void shouldNameTheVariablesThatRoutesFind() throws IOException {
        Set<String> set = new TreeSet<>();
        for (String source : sources()) {
            VARIABLE.matcher(source)
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !INTERNAL.contains(name))
                    .forEach(set::add);
        }
        Set<String> documented = new TreeSet<>();
        CONTRACT.section("## Routes").rows().stream()
                .flatMap(row -> Document.code(row.get(0)).stream())
                .filter(name -> !HEADER.matcher(name).matches())
                .forEach(documented::add);

        assertThat(documented).containsAll(set);
        assertThat(Files.readString(Path.of("routes/altegio.camel.yaml"))).contains("${variable.sequence}");
    }
}
