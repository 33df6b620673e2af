package io.turnstile.architecture;

import io.turnstile.documents.Document;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Row of the table of rooms in {@code docs/architecture.md}.
 *
 * @param name package below {@code io.turnstile}
 * @param imports names of the rooms that it may import
 * @param shuns packages of libraries that it must not use
 */
record Room(String name, Set<String> imports, List<String> shuns) {

    private static final String ROOT = "io.turnstile.";

    /** Reads the table. */
    static List<Room> all() {
        List<List<String>> rows =
                Document.of("docs/architecture.md").section("## Rooms").rows();
        List<String> names = rows.stream().map(row -> name(row)).toList();
        return rows.stream()
                .map(row -> new Room(name(row), imports(row.get(2), names), Document.code(row.get(3))))
                .toList();
    }

    private static String name(List<String> row) {
        return Document.code(row.get(0)).get(0);
    }

    /** Reads a cell: names; or {@code all}, or {@code all but} names. */
    private static Set<String> imports(String cell, List<String> names) {
        List<String> named = Document.code(cell);
        boolean exceptNamed = cell.startsWith("all");
        if (!cell.equals("–") && !exceptNamed && named.isEmpty()) {
            throw new IllegalArgumentException("Not a list of rooms: " + cell);
        }
        named.stream().filter(Predicate.not(names::contains)).forEach(unknown -> {
            throw new IllegalArgumentException("The table has no room " + unknown);
        });
        return names.stream()
                .filter(each -> exceptNamed != named.contains(each))
                .collect(Collectors.toSet());
    }

    /** Returns the room of a package: the one with the longest name that is the package's, or is above it. */
    static Optional<Room> of(String packageName, List<Room> rooms) {
        return rooms.stream()
                .filter(each -> (packageName + ".").startsWith(ROOT + each.name + "."))
                .max(Comparator.comparing(each -> each.name.length()));
    }

    boolean mayImport(Room other) {
        return equals(other) || imports.contains(other.name);
    }

    boolean shuns(String packageName) {
        return shuns.stream().anyMatch(each -> (packageName + ".").startsWith(each + "."));
    }
}
