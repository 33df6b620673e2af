package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.load.BuiltJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Is a child process that runs the built jar, and what it prints. Killed when it is closed. */
final class TurnstileProcess implements AutoCloseable {

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private TurnstileProcess(Process process) {
        this.process = process;
        this.readers =
                List.of(read(process.getInputStream(), out, "stdout"), read(process.getErrorStream(), err, "stderr"));
    }

    /** Starts {@code turnstile} with a command and its arguments. */
    static TurnstileProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("io.turnstile.cli.Turnstile"));
        line.addAll(List.of(arguments));
        return java(environment, line);
    }

    /** Starts any main class of the jar or its libraries; the test's own TURNSTILE_ variables are not handed on. */
    static TurnstileProcess java(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> line = BuiltJar.java("-Xmx512m");
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("TURNSTILE_"));
        builder.environment().putAll(environment);
        return new TurnstileProcess(builder.start());
    }

    private static Thread read(InputStream from, List<String> lines, String name) {
        Thread reader = new Thread(
                () -> {
                    try {
                        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))
                                .lines()
                                .forEach(lines::add);
                    } catch (UncheckedIOException e) {
                        // It was killed: what it printed until then is all.
                    }
                },
                name);
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exit(Duration.ofSeconds(120));
    }

    /** Asks it to end, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the process's end and the last of its output; returns the exit status. */
    int exit(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                .as(() -> "process ended within " + patience + "; it printed " + err)
                .isTrue();
        for (Thread reader : readers) {
            reader.join(5_000);
        }
        return process.exitValue();
    }

    /** Waits until a line on stderr contains a text. */
    void awaitErr(String text, Duration patience) {
        Awaitility.await("'" + text + "' on stderr")
                .pollInterval(Duration.ofMillis(50))
                .atMost(patience)
                .untilAsserted(() -> assertThat(err).anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
