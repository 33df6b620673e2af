package io.turnstile.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Search in the route files, as text, for what Camel names only by id. */
final class RouteFiles {

    private final Path folder;

    RouteFiles(Path folder) {
        this.folder = folder;
    }

    /** Is a line of a file; the first is 1. */
    record Place(Path file, int line) {
        @Override
        public String toString() {
            return file + ", line " + line;
        }
    }

    /** Returns where routes of this id stand; nothing if the files cannot be read. */
    List<Place> routes(String id) {
        Pattern line = Pattern.compile("\\s+id:\\s*[\"']?" + Pattern.quote(String.valueOf(id)) + "[\"']?\\s*(#.*)?");
        List<Place> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
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
