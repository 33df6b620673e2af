package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Texts of the route files of a folder, as they were at one moment. Files whose names begin with a dot (an editor's, say) and
 * tests of routes are none of them; links are followed.
 *
 * @param texts by the file's name
 */
public record RouteFiles(Path folder, SortedMap<String, String> texts) {

    /** How the names of tests of routes end. */
    public static final String TEST = ".test.yaml";

    private static final String READ = ".yaml";

    public RouteFiles {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /**
     * Reads the folder.
     *
     * @throws SettingsException in one line, if a file cannot be read, or would not be because of its name
     */
    public static RouteFiles read(Path folder) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") || !name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml")) {
                    continue;
                }
                if (!name.endsWith(READ)) {
                    throw new SettingsException(
                            file + " is not read, for its name does not end in " + READ + ": rename it");
                }
                if (!name.endsWith(TEST) && !Files.isDirectory(file)) {
                    texts.put(name, text(file));
                }
            }
        }
        return new RouteFiles(folder, texts);
    }

    private static String text(Path file) throws IOException {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new SettingsException(
                    file + " is a link to " + Files.readSymbolicLink(file) + ", which is not there: fix or remove it");
        }
        // a pipe, say, would be waited for
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SettingsException(file + " is no file that can be read: remove it");
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (AccessDeniedException e) {
            throw new SettingsException(
                    file + " may not be read by the user that runs Turnstile: change its permissions");
        } catch (NoSuchFileException e) {
            throw new SettingsException(file + " was removed while the folder was read: try again");
        }
    }

    /** Line of a file; the first is 1. */
    record Place(Path file, int line) {
        @Override
        public String toString() {
            return file + ", line " + line;
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Returns what differs from files that were before, in words: {@code new crm.camel.yaml, changed booking.camel.yaml}. */
    List<String> changesSince(RouteFiles before) {
        TreeSet<String> names = new TreeSet<>(before.texts.keySet());
        names.addAll(texts.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String then = before.texts.get(name);
            String now = texts.get(name);
            if (then == null) {
                changes.add("new " + name);
            } else if (now == null) {
                changes.add("removed " + name);
            } else if (!now.equals(then)) {
                changes.add("changed " + name);
            }
        }
        return changes;
    }

    /** Returns where routes of this id stand. */
    List<Place> routes(@Nullable String id) {
        Pattern line = Pattern.compile("\\s+id:\\s*[\"']?" + Pattern.quote(String.valueOf(id)) + "[\"']?\\s*(#.*)?");
        List<Place> found = new ArrayList<>();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            List<String> lines = lines(file.getKey());
            for (int i = 0; i < lines.size(); i++) {
                if (line.matcher(lines.get(i)).matches()) {
                    found.add(new Place(path(file.getKey()), i + 1));
                }
            }
        }
        return found;
    }

    /** Returns the first line from the route's on that contains a text; the route's own if there is none. */
    Place find(Place route, @Nullable String text) {
        List<String> lines = lines(route.file().getFileName().toString());
        for (int i = route.line(); text != null && i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return new Place(route.file(), i + 1);
            }
        }
        return route;
    }

    /** Returns the first line of any file that contains a text and does not continue it. */
    @Nullable
    Place find(String text) {
        Pattern whole = Pattern.compile(Pattern.quote(text) + "(?![\\w.-])");
        for (String name : texts.keySet()) {
            List<String> lines = lines(name);
            for (int i = 0; i < lines.size(); i++) {
                if (whole.matcher(lines.get(i)).find()) {
                    return new Place(path(name), i + 1);
                }
            }
        }
        return null;
    }

    List<String> lines(String name) {
        return texts.getOrDefault(name, "").lines().toList();
    }
}
