package io.turnstile.load;

import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sends valid requests, then starts what is measured as a process of its own, and prints bookings a second and CPU time
 * a booking. Arguments: {@code pipeline|loop REQUESTS LATENCY_MS CONCURRENCY [SLOW_PERCENT SLOW_MS]}.
 */
public final class LoadRun {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LoadRun() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "broker" -> serveBroker();
            case "simulator" -> serveSimulator(millis(args[1]), Double.parseDouble(args[2]) / 100, millis(args[3]));
            default ->
                measure(
                        args[0],
                        Integer.parseInt(args[1]),
                        args[3],
                        args[2],
                        args.length > 4 ? args[4] : "0",
                        args.length > 5 ? args[5] : "0");
        }
    }

    private static void serveBroker() throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        System.out.println(kafka.brokers());
        System.in.read();
        kafka.close();
        System.exit(0);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static void serveSimulator(Duration usual, double slowRatio, Duration slow) throws IOException {
        Latency latency =
                slowRatio == 0 ? Latency.fixed(usual) : Latency.fixed(usual).withTail(slowRatio, slow);
        Simulator simulator = Simulator.start(
                SimulatorOptions.defaults().withFaults(Faults.none().withLatency(latency)));
        System.out.println(simulator.url());
        System.in.read();
        System.exit(0);
    }

    private static void measure(String what, int requests, String concurrency, String... latency) throws Exception {
        Process broker = start(Map.of(), LoadRun.class.getName(), "broker");
        Process simulator = start(
                Map.of(),
                Stream.concat(Stream.of(LoadRun.class.getName(), "simulator"), Arrays.stream(latency))
                        .toArray(String[]::new));
        try {
            Map<String, String> environment = Map.of(
                    "TURNSTILE_KAFKA_BROKERS", firstLine(broker),
                    "TURNSTILE_ALTEGIO_BASE_URL", firstLine(simulator),
                    "TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner",
                    "TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user",
                    "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0",
                    "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0",
                    "TURNSTILE_INTAKE_CONCURRENCY", concurrency,
                    "TURNSTILE_HTTP_PORT", "0",
                    "TURNSTILE_INSTANCE", "load");
            Settings settings = Settings.load(Path.of("config/application.properties"), environment, Path.of("."));
            new Topics(settings).ensure();
            List<String> ids = send(settings, requests);
            try (OutcomeCount outcomes = new OutcomeCount(settings, true)) {
                Process measured = what.equals("loop")
                        ? start(environment, HandWrittenLoop.class.getName())
                        : start(environment, "io.turnstile.cli.Turnstile", "run");
                drain(measured);
                watch(what, measured, outcomes, ids);
            }
        } finally {
            broker.destroy();
            simulator.destroy();
        }
    }

    private static List<String> send(Settings settings, int requests) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        try (Simulator world = Simulator.start(SimulatorOptions.defaults());
                RequestSender sender = new RequestSender(settings)) {
            List<RequestSender.Sent> sent = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.valid(world.world(), 1, requests, requests)) {
                sent.add(sender.send(sample.key().getBytes(StandardCharsets.UTF_8), sample.value()));
            }
            for (RequestSender.Sent each : sent) {
                ids.add(each.id());
            }
        }
        return ids;
    }

    /** Measures between the time when a fifth is decided and the time when all are: start-up and warm-up are left out. */
    private static void watch(String what, Process measured, OutcomeCount outcomes, List<String> ids) {
        int warm = ids.size() / 5;
        int seen = 0;
        Instant from = null;
        Duration cpuFrom = null;
        int seenFrom = 0;
        Instant last = Instant.now();
        while (seen < ids.size() && last.plus(PATIENCE).isAfter(Instant.now())) {
            int read = outcomes.poll(Duration.ofMillis(50));
            seen += read;
            if (read > 0) {
                last = Instant.now();
            }
            if (from == null && seen >= warm) {
                from = Instant.now();
                cpuFrom = cpu(measured);
                seenFrom = seen;
            }
        }
        Duration cpu = cpu(measured).minus(cpuFrom);
        double seconds = Duration.between(from, last).toMillis() / 1000.0;
        int bookings = seen - seenFrom;
        System.out.printf(
                "%s requests=%d lost=%d duplicated=%d bookings/s=%.0f cpu-us/booking=%.0f%n",
                what,
                ids.size(),
                outcomes.lost(ids),
                outcomes.duplicated(ids),
                bookings / seconds,
                cpu.toNanos() / 1000.0 / bookings);
        measured.destroy();
    }

    private static Duration cpu(Process process) {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    private static Process start(Map<String, String> environment, String... command) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = Stream.concat(
                        Stream.of(java, "-Dmeasured=" + command[0], "-cp", System.getProperty("java.class.path")),
                        Arrays.stream(command))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static void drain(Process process) {
        Thread drain = new Thread(() -> {
            try {
                process.getInputStream().transferTo(System.err);
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        });
        drain.setDaemon(true);
        drain.start();
    }
}
