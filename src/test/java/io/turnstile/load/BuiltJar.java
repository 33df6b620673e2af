package io.turnstile.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Is the jar and the libraries that the build makes before its tests, which child processes run as the launcher does. */
public final class BuiltJar {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private BuiltJar() {}

    /**
     * Returns a command line that lacks the main class and its arguments. Where the launcher made its archive of loaded
     * classes for this jar, a start takes two thirds of the time; an archive of another jar is passed over.
     */
    public static List<String> java(String... options) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote", // a sixth of a start without the archive
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + TARGET.resolve("turnstile.jsa"),
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        line.addAll(List.of(options));
        line.addAll(List.of("-cp", TARGET.resolve("turnstile.jar").toString()));
        return line;
    }
}
