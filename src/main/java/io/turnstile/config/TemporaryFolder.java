package io.turnstile.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folder for files that a process needs only while it runs: the index of dead letters, copies of what is sent or edited. */
public final class TemporaryFolder {

    private TemporaryFolder() {}

    /** @throws SettingsException in one line with what to do, if no file can be made there */
    public static void require() {
        String name = System.getProperty("java.io.tmpdir");
        Path path = Path.of(name);
        if (!Files.isDirectory(path) || !Files.isWritable(path)) {
            throw new SettingsException("Turnstile can make no file in its temporary folder " + name
                    + ": make that a folder that can be written to, or name another with"
                    + " TURNSTILE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
    }
}
