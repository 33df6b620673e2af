package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.cli.CommandOptions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the tables of commands and options in the documents to the commands. */
class CommandsTest {

    private static final Document SECTION = Document.of("docs/contract.md").section("## Commands");

    @Test
    void shouldNameEveryCommandWithItsOptions() {
        Set<String> filters = SECTION.text()
                .lines()
                .filter(line -> line.startsWith("Filters are "))
                .findFirst()
                .map(line -> new TreeSet<>(Document.code(line.replaceFirst("\\..*", ""))))
                .orElseThrow();
        Map<String, Set<String>> documented = new TreeMap<>();
        SECTION.rows().forEach(row -> {
            Set<String> options = new TreeSet<>(Document.code(row.get(1)));
            if (row.get(1).startsWith("filters")) {
                options.addAll(filters);
            }
            documented.put(Document.code(row.get(0)).get(0), options);
        });
        documented.put("simulator", simulatorOptions());

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(CommandOptions.all());
    }

    private static Set<String> simulatorOptions() {
        Set<String> options = new TreeSet<>();
        Document.of("docs/simulator.md")
                .section("## Options")
                .rows()
                .forEach(row -> options.addAll(Document.code(row.get(0))));
        return options;
    }
}
