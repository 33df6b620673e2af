package io.turnstile.app;

import io.turnstile.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Rule for the folder of the route files: each file that looks like one is read. */
final class RouteFolder {

    private static final String READ = ".yaml";

    private RouteFolder() {}

    /** @throws SettingsException in one line, if a file is not read because of its name */
    static void requireNothingIgnored(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(RouteFolder::isIgnored).sorted().findFirst().ifPresent(file -> {
                throw new SettingsException(
                        file + " is not read, for its name does not end in " + READ + ": rename it");
            });
        }
    }

    private static boolean isIgnored(Path file) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml") && !name.endsWith(READ);
    }
}
