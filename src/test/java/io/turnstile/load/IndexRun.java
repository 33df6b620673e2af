package io.turnstile.load;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.endtoend.fixture.ManyLetters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Measures the index of dead letters: writes them to a broker in a process of its own, then builds the index in a process of
 * 512 MiB of heap, and prints letters a second, and how long pages of all kinds of filters take. Arguments: {@code LETTERS}.
 */
public final class IndexRun {

    private static final String LETTERS = "booking.dead-letters";
    private static final String RESOLUTIONS = "booking.dead-letters.resolutions";
    private static final String SCHEDULES = "booking.schedules";
    private static final String JOBS = "booking.dead-letters.jobs";
    private static final int PARTITIONS = 6;
    private static final int TRIES = 5;

    private record Timing(String what, long worstMicros, int found) {}

    private IndexRun() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "broker" -> serveBroker(Integer.parseInt(args[1]));
            case "build" -> build(args[1], Integer.parseInt(args[2]));
            default -> run(args[0]);
        }
    }

    private static void run(String letters) throws Exception {
        Process broker = start(List.of(), "broker", letters);
        try {
            String brokers = new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            Process build = start(List.of("-Xmx512m", "-XX:+UseParallelGC"), "build", brokers, letters);
            build.getInputStream().transferTo(System.out);
            build.waitFor();
        } finally {
            broker.destroy();
        }
    }

    private static Process start(List<String> options, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new ArrayList<>(List.of(java));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), IndexRun.class.getName()));
        line.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void serveBroker(int letters) throws IOException, InterruptedException, ExecutionException {
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            admin.createTopics(Stream.of(LETTERS, RESOLUTIONS, SCHEDULES, JOBS)
                            .map(each -> new NewTopic(each, PARTITIONS, (short) 1)
                                    .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1")))
                            .toList())
                    .all()
                    .get();
        }
        new ManyLetters(kafka.brokers(), LETTERS, PARTITIONS).write(letters);
        System.out.println(kafka.brokers());
        System.in.read();
        kafka.close();
        System.exit(0);
    }

    private static void build(String brokers, int letters) throws Exception {
        long from = System.nanoTime();
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(
                        new IndexSyncConfig(brokers, Map.of(), "index-run", LETTERS, RESOLUTIONS, SCHEDULES, JOBS),
                        index,
                        Clock.systemUTC())) {
            double read = awaitRead(feed, letters, from);
            feed.awaitReady(Duration.ofMinutes(10));
            double seconds = (System.nanoTime() - from) / 1e9;
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
            System.out.printf(
                    "letters=%d seconds=%.1f (read in %.1f) letters/s=%.0f cpu-us/letter=%.1f peak-heap-MiB=%d resident-MiB=%d%n",
                    feed.state().read(),
                    seconds,
                    read,
                    letters / seconds,
                    cpu.toNanos() / 1e3 / letters,
                    peakHeap() >> 20,
                    resident() >> 20);
            printThreads(letters);
            time(index, letters);
            System.out.printf("peak-heap-MiB=%d resident-MiB=%d%n", peakHeap() >> 20, resident() >> 20);
        }
        System.exit(0);
    }

    /** Returns the seconds until all letters are rows; what is left then is to index them. */
    private static double awaitRead(IndexSync feed, int letters, long from) throws InterruptedException {
        while (feed.state().read() < letters) {
            Thread.sleep(20);
        }
        return (System.nanoTime() - from) / 1e9;
    }

    private static void printThreads(int letters) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long each : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(each);
            if (info != null && threads.getThreadCpuTime(each) > 100_000_000) {
                System.out.printf(
                        "  thread %s: cpu-us/letter=%.1f%n",
                        info.getThreadName(), threads.getThreadCpuTime(each) / 1e3 / letters);
            }
        }
    }

    private static void time(LetterIndex index, int letters) {
        List<Timing> timings = new ArrayList<>();
        Letter some =
                index.page(filter(Map.of()), Optional.empty(), 1).letters().get(0);
        List<Map<String, Object>> singles = List.of(
                Map.of(),
                Map.of("status", Status.OPEN),
                Map.of("status", Status.REPLAYED),
                Map.of("kind", "rejected"),
                Map.of("kind", "failed"),
                Map.of("reason", "NO_MEMBERSHIP"),
                Map.of("reason", "UNREADABLE_RESPONSE"),
                Map.of("reason", "NOBODYS_REASON"),
                Map.of("location", 720441L),
                Map.of("location", 720447L),
                Map.of("location", 1L),
                Map.of("client", some.clientId().orElse(146000001)),
                Map.of("client", 1L),
                Map.of("event", 12341L),
                Map.of("event", 13059L),
                Map.of("since", some.decidedAt().minusSeconds(letters / 20)),
                Map.of("until", some.decidedAt().minusSeconds(letters / 20)),
                Map.of("text", "membership"),
                Map.of("text", "client 14"),
                Map.of("text", "c"),
                Map.of("text", "1"),
                Map.of("text", "request"),
                Map.of("text", "720441"),
                Map.of("text", "nobody"),
                Map.of("text", "visits left that covers event"),
                Map.of("text", some.clientId().orElse(146000001) + " no"));
        for (int i = 0; i < singles.size(); i++) {
            for (int j = i; j < singles.size(); j++) {
                if (Collections.disjoint(singles.get(i).keySet(), singles.get(j).keySet()) || i == j) {
                    Map<String, Object> both = new HashMap<>(singles.get(i));
                    both.putAll(singles.get(j));
                    timings.add(time(index, both, Optional.empty()));
                    timings.add(time(index, both, deep(index, some, letters)));
                }
            }
        }
        for (String text : List.of("membership", "1", "720441")) {
            timings.add(time(
                    index,
                    Map.of("text", text, "location", 720442L, "reason", "NOT_ENOUGH_VISITS", "status", Status.OPEN),
                    Optional.empty()));
        }
        timings.sort(Comparator.comparingLong(Timing::worstMicros).reversed());
        System.out.printf("pages=%d worst:%n", timings.size() * TRIES);
        timings.stream()
                .limit(12)
                .forEach(each -> System.out.printf(
                        "  %.1f ms %s found=%d%n", each.worstMicros() / 1e3, each.what(), each.found()));
        long start = System.nanoTime();
        int groups = index.groups(filter(Map.of("status", Status.OPEN))).size();
        System.out.printf("groups=%d of all open in %.1f ms%n", groups, (System.nanoTime() - start) / 1e6);
        start = System.nanoTime();
        long planned = index.tallies(filter(Map.of("status", Status.OPEN))).stream()
                .mapToLong(each -> each.group().count())
                .sum();
        System.out.printf(
                "counted for a plan of all open: %d in %.1f ms%n", planned, (System.nanoTime() - start) / 1e6);
    }

    /** Returns a cursor in the middle. */
    private static Optional<String> deep(LetterIndex index, Letter newest, int letters) {
        Instant middle = newest.decidedAt().minusSeconds(letters / 20);
        return index.page(filter(Map.of("until", middle)), Optional.empty(), 1).next();
    }

    private static Timing time(LetterIndex index, Map<String, Object> what, Optional<String> cursor) {
        Filter filter = filter(what);
        long best = Long.MAX_VALUE;
        long worst = 0;
        int found = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            Page page = index.page(filter, cursor, 50);
            long micros = (System.nanoTime() - start) / 1000;
            worst = Math.max(worst, micros);
            best = Math.min(best, micros);
            found = page.letters().size();
        }
        return new Timing(what + (cursor.isPresent() ? " deep" : "") + " best=" + best / 1000.0, worst, found);
    }

    private static Filter filter(Map<String, Object> values) {
        return new Filter(
                Optional.ofNullable((Status) values.get("status")),
                Optional.ofNullable((String) values.get("kind")),
                Optional.ofNullable((String) values.get("reason")),
                number(values.get("location")),
                number(values.get("client")),
                number(values.get("event")),
                Optional.ofNullable((Instant) values.get("since")),
                Optional.ofNullable((Instant) values.get("until")),
                Optional.ofNullable((String) values.get("text")));
    }

    private static OptionalLong number(Object value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(((Number) value).longValue());
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }
}
