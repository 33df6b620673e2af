package io.turnstile.load;

import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Soak: mixed requests at an even pace, with all sorts of faults of their own, for three instances of one group, one of
 * which is killed each minute and started again; then all topics are read and judged. Broker and instances are processes
 * that end with it. Arguments: {@code MINUTES [REQUESTS_A_SECOND [SEED]]}. Exit status 1 if anything is not as it should be.
 */
public final class SoakRun implements AutoCloseable {

    private static final Duration BETWEEN_KILLS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration SLOWNESS = Duration.ofSeconds(2);
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofMinutes(4);

    private final Random random;
    private final Path folder;
    private final Process broker;
    private final Simulator altegio;
    private final StallingRelay relay;
    private final SoakTraffic traffic;
    private final Settings settings;
    private final int perSecond;
    private final List<SoakInstance> instances;
    private final SoakRecord record = new SoakRecord();

    private SoakRun(int minutes, int perSecond, long seed) throws IOException {
        this.random = new Random(seed);
        this.perSecond = perSecond;
        this.folder = Files.createTempDirectory("turnstile-soak-");
        System.out.printf("seed %d, logs in %s%n", seed, folder);
        this.broker = startBroker();
        this.altegio = Simulator.start(SimulatorOptions.defaults());
        this.relay = new StallingRelay(altegio.url(), Duration.ofSeconds(10));
        this.traffic = new SoakTraffic(altegio.world(), seed, minutes * 60 * perSecond);
        Map<String, String> environment = environment(firstLine(broker));
        this.settings = Settings.load(Path.of("config/application.properties"), environment, Path.of("."));
        this.instances = List.of(
                new SoakInstance("one", environment, folder),
                new SoakInstance("two", environment, folder),
                new SoakInstance("three", environment, folder));
    }

    public static void main(String[] arguments) throws Exception {
        int minutes = Integer.parseInt(arguments[0]);
        int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        boolean good;
        try (SoakRun run = new SoakRun(minutes, perSecond, seed)) {
            good = run.run();
        }
        System.exit(good ? 0 : 1);
    }

    private static Process startBroker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadRun.class.getName(),
                        "broker")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private Map<String, String> environment(String brokers) {
        return Map.ofEntries(
                Map.entry("TURNSTILE_KAFKA_BROKERS", brokers),
                Map.entry("TURNSTILE_KAFKA_GROUP", "soak"),
                Map.entry("TURNSTILE_INSTANCE", "soak"),
                Map.entry("TURNSTILE_ALTEGIO_BASE_URL", relay.url()),
                Map.entry("TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner"),
                Map.entry("TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user"),
                Map.entry("TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", "0"),
                Map.entry("TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", "0"),
                Map.entry("TURNSTILE_ALTEGIO_TIMEOUT", "3s"),
                Map.entry("TURNSTILE_RETRY_DELAYS", "2s,5s,10s"),
                Map.entry("TURNSTILE_HTTP_PORT", "0"));
    }

    private boolean run() throws Exception {
        new Topics(settings).ensure();
        setFaults();
        for (SoakInstance each : instances) {
            each.start();
            awaitReady(each);
        }
        List<SoakTraffic.Request> requests = traffic.requests(settings.topics().requests());
        System.out.printf("%d requests, %d a second%n", requests.size(), perSecond);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        try (BusyMachine machine = BusyMachine.watch();
                RequestSender sender = new RequestSender(settings);
                OutcomeCount outcomes = new OutcomeCount(settings, true)) {
            var sending = threads.submit(() -> record.send(sender, requests, perSecond));
            long nextKill = System.nanoTime() + BETWEEN_KILLS.toNanos() / 2;
            long nextLook = System.nanoTime();
            while (!sending.isDone()) {
                outcomes.poll(Duration.ofMillis(100));
                if (System.nanoTime() > nextLook) {
                    look();
                    nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
                }
                if (System.nanoTime() > nextKill) {
                    measure();
                    kill(outcomes);
                    nextKill += BETWEEN_KILLS.toNanos();
                }
            }
            sending.get();
            drain(outcomes);
            measure();
            return new SoakReport(settings, record, outcomes, machine).print();
        } finally {
            threads.shutdownNow();
        }
    }

    private void setFaults() {
        Map<Long, Integer> failing =
                new HashMap<>(traffic.failingClients().stream().collect(Collectors.toMap(each -> each, each -> 500)));
        traffic.refusedClients().forEach(each -> failing.put(each, 401));
        altegio.faults()
                .set(Faults.none()
                        .withFailingClients(failing)
                        .withLatency(Latency.uniform(Duration.ofMillis(20), Duration.ofMillis(100))));
        relay.stall(traffic.hangingClients());
        relay.slow(traffic.slowClients(), SLOWNESS);
    }

    private void look() throws InterruptedException {
        for (SoakInstance each : instances) {
            if (!each.isAlive()) {
                record.fault(each.name() + " has ended by itself");
            } else if (each.health("live").orElse(0) != 200) {
                record.fault(each.name() + " is not live: " + each.health("live"));
            }
            record.ready(each.health("ready").orElse(0) == 200);
        }
    }

    /** Looks at the instance that is never killed: its heap after a collection, and its threads. */
    private void measure() throws IOException, InterruptedException {
        SoakInstance lasting = instances.get(2);
        record.measured(lasting.liveBytes(), lasting.threads());
    }

    private void kill(OutcomeCount outcomes) throws IOException, InterruptedException {
        SoakInstance victim = instances.get(random.nextInt(2));
        long from = System.currentTimeMillis();
        victim.kill();
        for (int i = 0; i < 20; i++) {
            outcomes.poll(Duration.ofMillis(100));
        }
        victim.start();
        awaitReady(victim);
        record.killed(from, System.currentTimeMillis());
        System.out.printf(
                "%s was killed, and ready again after %.1f s%n",
                victim.name(), (System.currentTimeMillis() - from) / 1000.0);
    }

    private void awaitReady(SoakInstance instance) {
        Awaitility.await(instance.name() + " is ready: logs in " + folder)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .atMost(START)
                .until(() -> instance.health("ready").orElse(0) == 200);
    }

    /** Waits until all requests have an outcome, and a little longer for any that should not come. */
    private void drain(OutcomeCount outcomes) throws InterruptedException {
        long end = System.nanoTime() + DRAIN.toNanos();
        long nextLook = System.nanoTime();
        while (outcomes.lost(record.ids()) > 0 && System.nanoTime() < end) {
            outcomes.poll(Duration.ofMillis(100));
            if (System.nanoTime() > nextLook) {
                look();
                nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
            }
        }
        long quiet = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (System.nanoTime() < quiet) {
            outcomes.poll(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        instances.forEach(SoakInstance::close);
        relay.close();
        altegio.close();
        broker.destroy();
        try {
            if (!broker.waitFor(20, TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
