package io.turnstile.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Process of the benchmark, whose complaints go to a file under {@code target/bench}. Killed when it is closed. */
public final class ChildProcess implements AutoCloseable {

    private static final File LOGS = new File("target/bench");

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Starts a main class on this process's class path, with the collector and heap that the launcher gives Turnstile. */
    public static ChildProcess java(String log, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        return java(log, environment, List.of("-XX:+UseParallelGC", "-Xmx512m"), main, arguments);
    }

    /** Starts a main class on this process's class path. */
    public static ChildProcess java(
            String log, Map<String, String> environment, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(arguments));
        return start(log, environment, line);
    }

    /** Starts a command; variables of Turnstile's that are set for this process are not handed on. */
    public static ChildProcess start(String log, Map<String, String> environment, List<String> line)
            throws IOException {
        if (!LOGS.isDirectory() && !LOGS.mkdirs()) {
            throw new IOException("The folder " + LOGS + " cannot be made");
        }
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(new File(LOGS, log + ".log")));
        builder.environment().keySet().removeIf(name -> name.startsWith("TURNSTILE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ChildProcess(process);
    }

    /** Waits for the first line it prints. */
    public String firstLine() throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("A process ended before it was ready: see the logs in " + LOGS);
        }
        return line;
    }

    /** Waits for all it prints, and its end. */
    public String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
