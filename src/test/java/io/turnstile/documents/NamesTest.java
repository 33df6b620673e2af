package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.cli.CommandOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that stand in the documents' sentences: a class, command, option, setting or route that is gone misleads. */
class NamesTest {

    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+(?:[A-Z][a-z]+)+");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final Pattern SETTING = Pattern.compile("turnstile\\.[a-z-]+\\.[a-z.-]+[a-z]");
    private static final Pattern ROUTE = Pattern.compile("direct:[a-z-]+");

    /** Classes of Camel, Kafka and others. */
    private static final Set<String> FOREIGN = Set.of(
            "ConsumerRecord",
            "ExponentialBackoff",
            "KafkaClientFactory",
            "KafkaConsumer",
            "KafkaException",
            "MockConsumer",
            "MockProducer",
            "ProducerRecord",
            "RecordHeaders",
            "TextTable",
            "TimestampType");

    /** Type of CloudEvents, which is spelled as a setting is. */
    private static final Set<String> NO_SETTINGS = Set.of("turnstile.booking.schedule");

    @Test
    void shouldNameClassesThatThereAre() throws IOException {
        Set<String> known = new TreeSet<>(FOREIGN);
        for (String sources : List.of("src/main/java", "src/test/java", "src/bench/java")) {
            names(sources, ".java").forEach(known::add);
        }

        assertThat(named(CLASS))
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(known).as(name).contains(name.replaceFirst(".*: ", "")));
    }

    @Test
    void shouldNameOptionsThatThereAre() {
        Set<String> known = CommandOptions.all().values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(CommandOptions.COMMON);

        assertThat(named(OPTION))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known).as(name).contains(name.replaceFirst(".*: ", "")));
    }

    @Test
    void shouldNameCommandsThatThereAre() {
        Set<String> known = CommandOptions.all().keySet();
        List<String> named = inline().filter(
                        code -> code.replaceFirst(".*?: ", "").startsWith("./turnstile "))
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(each -> {
            String command = each.replaceFirst(".*: ./turnstile ", "").replaceFirst(" [^a-z].*", "");
            assertThat(known.stream()
                            .anyMatch(one -> command.equals("COMMAND")
                                    || (one + " ").startsWith(command + " ")
                                    || (command + " ").startsWith(one + " ")))
                    .as(each)
                    .isTrue();
        });
    }

    @Test
    void shouldNameSettingsThatThereAre() throws IOException {
        String config = Files.readString(Path.of("config/application.properties"));

        assertThat(named(SETTING)).isNotEmpty().allSatisfy(name -> {
            String key = name.replaceFirst(".*: ", "");
            assertThat(NO_SETTINGS.contains(key) || config.contains(key))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void shouldNameRoutesThatThereAre() throws IOException {
        StringBuilder routes = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                routes.append(Files.readString(file));
            }
        }
        // recipes bring routes of their own
        Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.type().equals("recipe"))
                .forEach(block -> routes.append(block.text()));
        List<String> missing = new ArrayList<>();
        Document.all().forEach(document -> ROUTE.matcher(document.text())
                .results()
                .map(match -> match.group())
                .filter(route -> !routes.toString().contains("uri: " + route + "\n"))
                .forEach(route -> missing.add(document.path() + ": " + route)));

        assertThat(missing).isEmpty();
    }

    /** Returns what fits a pattern as a whole in the documents' sentences and diagrams, with the document before it. */
    private static List<String> named(Pattern pattern) {
        Stream<String> diagrams = Document.all().stream().flatMap(document -> document.blocks().stream()
                .filter(block -> block.kind().equals("mermaid"))
                .flatMap(block -> Pattern.compile("\\b" + pattern.pattern() + "\\b")
                        .matcher(block.text())
                        .results()
                        .map(match -> document.path() + ": " + match.group())));
        return Stream.concat(inline(), diagrams)
                .filter(each -> pattern.matcher(each.replaceFirst(".*?: ", "")).matches())
                .distinct()
                .toList();
    }

    private static Stream<String> inline() {
        return Document.all().stream()
                .flatMap(document -> Document.code(document.text().replaceAll("(?ms)^```.*?^```$", "")).stream()
                        .map(code -> document.path() + ": " + code));
    }

    private static Stream<String> names(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .toList()
                    .stream();
        }
    }
}
