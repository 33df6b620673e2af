package io.turnstile.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Files that hold secrets, as {@code turnstile.altegio.partner-token-file} names one: Kubernetes and systemd mount them, and
 * change them while Turnstile runs.
 */
public final class SecretFiles {

    static final String SUFFIX = "-file";
    private static final int MOST_BYTES = 64 * 1024;

    private final Path home;
    private final Supplier<Settings> again;
    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, String> first = new TreeMap<>();

    /**
     * Creates it, without files.
     *
     * @param home where relative paths start
     * @param again reads the settings again, from what they were read from at first
     */
    SecretFiles(Path home, Supplier<Settings> again) {
        this.home = home;
        this.again = again;
    }

    /**
     * Reads the secret of a key for the first time.
     *
     * @throws SettingsException if it cannot be read or is empty
     */
    String read(String key, String path) {
        try {
            files.put(key, home.resolve(path));
        } catch (InvalidPathException e) {
            throw new SettingsException(key + SUFFIX + " must be the path of a file and is '" + path + "'");
        }
        first.put(key, text(key, files.get(key)));
        return first.get(key);
    }

    /** Returns what the files held when the settings were read, by key. */
    public Map<String, String> first() {
        return Map.copyOf(first);
    }

    private static String text(String key, Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new SettingsException(
                        "There is no file of a secret at " + file + ": fix " + key + SUFFIX + ", or the file");
            }
            String text =
                    TextFile.decode(Files.readAllBytes(file), file.toString()).strip();
            if (text.isEmpty()) {
                throw new SettingsException("The file " + file + " of " + key + SUFFIX + " is empty");
            }
            return text;
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " of " + key + SUFFIX + " cannot be read: may Turnstile?");
        }
    }

    /** Returns whether no secret is in a file. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Reads what the files hold now, by key.
     *
     * @throws SettingsException if one cannot be read or is empty
     */
    public Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        files.forEach((key, file) -> contents.put(key, text(key, file)));
        return contents;
    }

    /**
     * Reads the settings again, with the secrets that the files hold now.
     *
     * @throws SettingsException if one is not what it must be
     */
    public Settings settings() {
        return again.get();
    }

    /** Returns whether the same secrets are in the same files. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretFiles those && files.equals(those.files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }

    @Override
    public String toString() {
        return "SecretFiles" + files;
    }
}
