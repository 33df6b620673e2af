package io.turnstile.app;

import io.turnstile.config.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folder of the route files, seen as files: what Camel does not read of it, and where stands what Camel names only by id. */
final class RouteFiles {

    private static final String READ = ".yaml";

    private final Path folder;

    RouteFiles(Path folder) {
        this.folder = folder;
    }

    /** Line of a file; the first is 1. */
    record Place(Path file, int line) {
        @Override
        public String toString() {
            return file + ", line " + line;
        }
    }

    /** @throws SettingsException in one line, if a file is not read because of its name */
    static void requireNothingIgnored(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(RouteFiles::isIgnored).sorted().findFirst().ifPresent(file -> {
                throw new SettingsException(
                        file + " is not read, for its name does not end in " + READ + ": rename it");
            });
        }
    }

    private static boolean isIgnored(Path file) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml") && !name.endsWith(READ);
    }

    /** Returns where routes of this id stand; nothing if the files cannot be read. */
    List<Place> routes(String id) {
        Pattern line = Pattern.compile("\\s+id:\\s*[\"']?" + Pattern.quote(String.valueOf(id)) + "[\"']?\\s*(#.*)?");
        List<Place> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(READ))
                    .sorted()
                    .toList()) {
                List<String> lines = lines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (line.matcher(lines.get(i)).matches()) {
                        found.add(new Place(file, i + 1));
                    }
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    /** Returns the first line from the route's on that contains a text; the route's own if there is none. */
    Place find(Place route, @Nullable String text) {
        try {
            List<String> lines = lines(route.file());
            for (int i = route.line(); text != null && i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return new Place(route.file(), i + 1);
                }
            }
        } catch (IOException e) {
            return route;
        }
        return route;
    }

    private static List<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
