package io.turnstile.routetest;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.documents.Document;
import io.turnstile.documents.Document.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People copy the recipes: each must do what its test says, and its test must fail without it. */
class DocumentedRecipesTest {

    private static final Pattern WHOLE = Pattern.compile("# routes/(\\S+)");
    private static final Pattern END = Pattern.compile("# at the end of routes/(\\S+)");
    private static final Pattern FIRST = Pattern.compile("# in routes/(\\S+), first under (\\S+:)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "## From a first change to a tested one",
                "### Notify a CRM",
                "### Another topic",
                "### Another decision",
                "### An extra call",
                "### A filter before"
            })
    void shouldDoWhatItsTestSays(String recipe) throws Exception {
        List<Block> blocks = blocks(recipe);
        copyRoutes();
        List<Block> changes = new ArrayList<>(blocks);
        changes.removeIf(block -> block.text().lines().findFirst().get().contains(".test.yaml"));
        for (Block block : blocks) {
            if (!changes.contains(block)) {
                apply(block.text());
            }
        }
        RouteTestReport before = RouteTests.run(folder);
        assertThat(before.results()).isNotEmpty();
        assertThat(before.failed()).as("without the change").isPositive();

        for (Block change : changes) {
            apply(change.text());
        }

        RouteTestReport after = RouteTests.run(folder);
        assertThat(after.results())
                .allSatisfy(each -> assertThat(each.differences()).isEmpty());
    }

    /** Returns the recipe's blocks. A heading has two hashes or more: a single one begins a remark in YAML. */
    private static List<Block> blocks(String heading) {
        Document document = Document.of("docs/routes.md");
        List<String> lines = document.text().lines().toList();
        int from = lines.indexOf(heading);
        int to = from + 1;
        while (to < lines.size() && !lines.get(to).matches("##+ .*")) {
            to++;
        }
        int first = from + 1;
        int last = to + 1;
        return document.blocks().stream()
                .filter(block -> block.type().equals("recipe") && block.line() > first && block.line() < last)
                .toList();
    }

    /** What the first line of a recipe's block says is done to the file. */
    private void apply(String text) throws IOException {
        String first = text.lines().findFirst().orElseThrow();
        String rest = text.substring(first.length() + 1);
        Matcher whole = WHOLE.matcher(first);
        Matcher end = END.matcher(first);
        Matcher under = FIRST.matcher(first);
        if (whole.matches()) {
            Files.writeString(folder.resolve(whole.group(1)), rest);
        } else if (end.matches()) {
            Path file = folder.resolve(end.group(1));
            Files.writeString(file, Files.readString(file).stripTrailing() + "\n" + rest);
        } else {
            assertThat(under.matches()).as(first).isTrue();
            Path file = folder.resolve(under.group(1));
            String line = "(?m)^ *" + Pattern.quote(under.group(2)) + "\n";
            Files.writeString(
                    file,
                    Pattern.compile(line)
                            .matcher(Files.readString(file))
                            .replaceFirst(found -> Matcher.quoteReplacement(found.group() + rest)));
        }
    }

    private void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
