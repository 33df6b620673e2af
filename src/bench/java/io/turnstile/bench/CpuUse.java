package io.turnstile.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * CPU time and memory of a process as Linux counts them, in steps of 10 ms, and the part that the JVM's compilers took. A
 * compiler thread's time counts as of the last look before it ended. One thread's.
 */
public final class CpuUse {

    private static final int TICK_MILLIS = 10;

    /** Time of all threads, and of the compilers among them. */
    public record Reading(Duration all, Duration compilers) {

        public Reading since(Reading earlier) {
            return new Reading(all.minus(earlier.all), compilers.minus(earlier.compilers));
        }
    }

    private final Path process;
    private final Set<String> others = new HashSet<>();
    private final Map<String, Long> compilers = new HashMap<>();

    public CpuUse(long pid) {
        this.process = Path.of("/proc", Long.toString(pid));
    }

    /** Looks now. Once a second or so: a compiler thread that lives between two looks is missed. */
    public Reading read() throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path each : threads) {
                look(each);
            }
        }
        long compiled = compilers.values().stream().mapToLong(Long::longValue).sum();
        return new Reading(duration(ticks(process.resolve("stat"))), duration(compiled));
    }

    private void look(Path thread) {
        String id = thread.getFileName().toString();
        if (others.contains(id)) {
            return;
        }
        try {
            if (!compilers.containsKey(id)
                    && !Files.readString(thread.resolve("comm")).matches("(?s)C[12] Comp.*")) {
                // A compiler thread is named a moment after it was started.
                if (ticks(thread.resolve("stat")) > 1) {
                    others.add(id);
                }
                return;
            }
            compilers.put(id, ticks(thread.resolve("stat")));
        } catch (IOException e) {
            // It ended meanwhile.
        }
    }

    /** Returns user and system time. */
    private static long ticks(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static Duration duration(long ticks) {
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }

    /** Returns the resident memory, in MiB. */
    public long residentMiB() throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("No VmRSS in " + process + "/status");
    }
}
