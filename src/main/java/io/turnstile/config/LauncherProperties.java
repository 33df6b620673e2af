package io.turnstile.config;

import java.nio.file.Path;

/** What the launcher hands to the program, as properties of the JVM. */
public final class LauncherProperties {

    private LauncherProperties() {}

    /** Returns the folder where Turnstile is installed; relative paths of the configuration start there. */
    public static Path home() {
        return Path.of(System.getProperty("turnstile.home", "."));
    }

    /** Returns the launcher as the user typed it, for what is printed to be typed next. */
    public static String command() {
        return System.getProperty("turnstile.command", "./turnstile");
    }
}
