package io.turnstile.documents;

import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.SessionCookies;
import io.turnstile.kafka.HeaderNames;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Headers by the classes that are the home of their names, and places in the program that name one for themselves. */
final class DeclaredHeaders {

    private static final Pattern NAME =
            Pattern.compile("\"((?:turnstile|Turnstile)-[A-Za-z-]*[a-z]|ce_[a-z]+|content-type)\"");

    private static final List<Class<?>> HOMES =
            List.of(HeaderNames.class, GateHeaders.class, AccessGuard.class, SessionCookies.class);

    /** Names that interceptors of HTTP clients have. */
    private static final Set<String> OTHERS = Set.of("turnstile-gate", "turnstile-check");

    private DeclaredHeaders() {}

    /** Returns the names that are declared. */
    static Set<String> names() throws IllegalAccessException {
        Set<String> names = new TreeSet<>();
        for (Class<?> home : HOMES) {
            for (Field constant : home.getFields()) {
                if (constant.getType() == String.class
                        && NAME.matcher('"' + (String) constant.get(null) + '"').matches()) {
                    names.add((String) constant.get(null));
                }
            }
        }
        return names;
    }

    /** Returns places that name a header which has a home. */
    static List<String> elsewhere() throws IOException {
        List<String> places = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (HOMES.stream().noneMatch(home -> file.endsWith(home.getSimpleName() + ".java"))) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1))
                            .filter(name -> !OTHERS.contains(name))
                            .forEach(name -> places.add(file + " names " + name));
                }
            }
        }
        return places;
    }
}
