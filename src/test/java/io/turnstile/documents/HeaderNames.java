package io.turnstile.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of headers that the program's sources name, wherever they do. */
final class HeaderNames {

    private static final Path MAIN = Path.of("src/main/java");

    /** Whole names. Those of folders and files end with a hyphen. */
    private static final Pattern WHOLE =
            Pattern.compile("\"((?:turnstile|Turnstile)-[A-Za-z-]*[a-z]|ce_[a-z]+|content-type)\"");

    /** A name whose first part is a constant, or is added by a method that every such file has. */
    private static final Pattern PART =
            Pattern.compile("(?:\\b(?:OWN_HEADERS|OWN|PREFIX)\\s*\\+\\s*|\\badd\\(headers, )\"([a-z][a-z-]*[a-z])\"");

    private static final Pattern PREFIXED = Pattern.compile("\\bOWN(_HEADERS)?\\b|PREFIX = \"turnstile-\"");
    private static final String ORIGIN = "OWN_HEADERS + \"origin-\"";

    /** Names that HTTP interceptors have. */
    private static final Set<String> OTHERS = Set.of("turnstile-gate", "turnstile-check");

    private HeaderNames() {}

    static Set<String> inSources() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                names.addAll(in(Files.readString(file)));
            }
        }
        names.removeAll(OTHERS);
        return names;
    }

    private static Set<String> in(String source) {
        Set<String> names = new TreeSet<>();
        WHOLE.matcher(source).results().forEach(match -> names.add(match.group(1)));
        if (!PREFIXED.matcher(source).find()) {
            return names;
        }
        boolean isOrigin = source.contains("PREFIX = RequestRecord." + ORIGIN);
        Matcher part = PART.matcher(source);
        while (part.find()) {
            boolean isWhole = List.of("ce_", "content-").stream().anyMatch(part.group(1)::startsWith);
            names.add(isWhole ? part.group(1) : (isOrigin ? "turnstile-origin-" : "turnstile-") + part.group(1));
        }
        return names;
    }
}
