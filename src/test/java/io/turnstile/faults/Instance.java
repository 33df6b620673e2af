package io.turnstile.faults;

import io.turnstile.endtoend.fixture.BuiltJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Instance of Turnstile as a process of its own, with a log in a file, seen from outside. One thread's. */
final class Instance implements AutoCloseable {

    private static final Pattern CONSOLE = Pattern.compile("console at (http://\\S+?)/,");
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Map<String, String> environment;
    private final Path log;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private Process twin;
    private long logBegin;
    private Optional<URI> address = Optional.empty();

    Instance(String name, Map<String, String> environment, Path folder) {
        this.name = name;
        this.environment = environment;
        this.log = folder.resolve(name + ".log");
        this.folder = folder.resolve(name + "-files");
    }

    String name() {
        return name;
    }

    void start() throws IOException {
        logBegin = Files.exists(log) ? Files.size(log) : 0;
        address = Optional.empty();
        process = startOne();
    }

    /** Starts a second process with the same name; whoever of the two lives on is the instance then. */
    void startTwin() throws IOException {
        twin = startOne();
    }

    /** Returns whether one of the two processes with the same name has ended; the other is the instance from then on. */
    boolean isOneOfTwoGone() throws IOException {
        if (!process.isAlive() && twin.isAlive()) {
            process = twin;
            address = Optional.empty();
            twin = null;
            return true;
        }
        return !twin.isAlive();
    }

    private Process startOne() throws IOException {
        Files.createDirectories(folder);
        List<String> line = BuiltJar.java("-Xmx512m", "-Djava.io.tmpdir=" + folder);
        line.addAll(List.of("io.turnstile.cli.Turnstile", "run"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(each -> each.startsWith("TURNSTILE_"));
        builder.environment().putAll(environment);
        builder.environment().put("TURNSTILE_INSTANCE", name);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** Asks it to end, and waits until it has. Returns whether it did in time. */
    boolean terminate(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Limits the size of the files that it writes from now on; does nothing on a machine that has no {@code prlimit}. */
    void limitFiles(String limits) throws InterruptedException {
        try {
            new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + limits)
                    .start()
                    .waitFor();
        } catch (IOException none) {
            System.out.println("No prlimit here: no disk is full");
        }
    }

    /** Writes over the second half of all files of its index. */
    void corruptIndex() throws IOException {
        for (Path each : indexFiles()) {
            try (FileChannel file = FileChannel.open(each, StandardOpenOption.WRITE)) {
                long half = file.size() / 2;
                file.write(ByteBuffer.wrap("somebody's else".repeat(500).getBytes(StandardCharsets.UTF_8)), half);
            }
        }
    }

    void deleteIndex() throws IOException {
        for (Path each : indexFiles()) {
            Files.deleteIfExists(each);
        }
    }

    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.getFileName().toString().startsWith("index.db"))
                    .toList();
        }
    }

    /** Sends it a signal, {@code STOP} or {@code CONT} say. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the status of a health check, or empty if it does not serve HTTP yet, or not any more. */
    Optional<Integer> health(String which) throws InterruptedException {
        try {
            Optional<URI> at = address();
            return at.isEmpty()
                    ? Optional.empty()
                    : Optional.of(http.send(
                                    HttpRequest.newBuilder(at.get().resolve("/health/" + which))
                                            .timeout(HTTP_TIMEOUT)
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns where its console is, or empty if it has not said so yet. */
    Optional<URI> address() throws IOException {
        if (address.isEmpty()) {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(logBegin, all.length);
            Matcher matcher = CONSOLE.matcher(new String(all, from, all.length - from, StandardCharsets.UTF_8));
            while (matcher.find()) {
                address = Optional.of(URI.create(matcher.group(1)));
            }
        }
        return address;
    }

    /** Returns the names of its threads. */
    List<String> threads() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String line : jcmd("Thread.print")) {
            if (line.startsWith("\"")) {
                names.add(line.substring(1, line.indexOf('"', 1)));
            }
        }
        return names;
    }

    /** Collects its garbage, and returns how many bytes live on. */
    long liveBytes() throws IOException, InterruptedException {
        List<String> lines = jcmd("GC.class_histogram");
        return lines.stream()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd printed no total: " + lines));
    }

    private List<String> jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().toList();
            jcmd.waitFor();
            return lines;
        }
    }

    @Override
    public void close() {
        for (Process each : new Process[] {process, twin}) {
            if (each != null) {
                each.destroyForcibly();
            }
        }
    }
}
