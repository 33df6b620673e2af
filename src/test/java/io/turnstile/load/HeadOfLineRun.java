package io.turnstile.load;

import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.HeadOfLine;
import io.turnstile.endtoend.fixture.HeadOfLine.Request;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.endtoend.fixture.WaitingTimes;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sends 1,500 requests, keyed by client, of which 75 have a fault of their own, at an even pace, and prints how long each
 * class waited for its outcomes. Arguments: what to run, of {@code failing} (75 requests of one client that always gets
 * 500), {@code ten} (of ten such clients), {@code hanging} (of one whose calls are never answered), {@code replays} (50
 * replays beside live requests that fill the quota), {@code kills} (all of it, three processes, 30 of them killed); and for
 * the last the number of kills and a seed, if others are wanted. Exit status 1 if anything is not as it should be.
 */
public final class HeadOfLineRun {

    private static final int REQUESTS = 1_500;
    private static final int PER_SECOND = 100;
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(3);
    private static final Duration FAULTY_WAIT = Duration.ofSeconds(60);

    /** The requests of one client whose calls hang take a second for each try, one after the other. */
    private static final Duration HANGING_WAIT = Duration.ofSeconds(60 + REQUESTS / 20 * 4);

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final EmbeddedKafka kafka;
    private final Simulator altegio;
    private final StallingRelay relay;
    private final World world;
    private final List<String> faults = new ArrayList<>();

    private HeadOfLineRun(EmbeddedKafka kafka, Simulator altegio, StallingRelay relay) {
        this.kafka = kafka;
        this.altegio = altegio;
        this.relay = relay;
        this.world = altegio.world();
    }

    public static void main(String[] arguments) throws Exception {
        int exit;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                Simulator altegio = Simulator.start(SimulatorOptions.defaults());
                StallingRelay relay = new StallingRelay(altegio.url(), Duration.ofSeconds(3))) {
            HeadOfLineRun run = new HeadOfLineRun(kafka, altegio, relay);
            switch (arguments[0]) {
                case "failing" -> run.faulty("failing", 1);
                case "ten" -> run.faulty("failing", 10);
                case "hanging" -> run.faulty("hanging", 1);
                case "replays" -> run.replays();
                case "kills" ->
                    run.kills(
                            arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30,
                            arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime());
                default -> throw new IllegalArgumentException("failing, ten, hanging, replays or kills");
            }
            run.faults.forEach(each -> System.out.println("NOT SO: " + each));
            System.out.println(run.faults.isEmpty() ? "all as it should be" : run.faults.size() + " faults");
            exit = run.faults.isEmpty() ? 0 : 1;
        }
        System.exit(exit);
    }

    private PipelineFixture stage() {
        return PipelineFixture.on(kafka.brokers(), relay.url())
                .with("retry.delays", "1s,1s,2s")
                .with("altegio.timeout", "1s");
    }

    private void prepare(List<Request> requests) {
        Map<Long, Integer> failing = HeadOfLine.clients(requests, "failing").stream()
                .collect(Collectors.toMap(client -> client, client -> 500));
        altegio.faults()
                .set(Faults.none()
                        .withFailingClients(failing)
                        .withLatency(Latency.uniform(Duration.ofMillis(10), Duration.ofMillis(50))));
        relay.stall(HeadOfLine.clients(requests, "hanging"));
    }

    private void faulty(String requestClass, int clients) throws Exception {
        List<Request> requests = HeadOfLine.mixed(world, 51, REQUESTS, requestClass, clients);
        prepare(requests);
        try (BusyMachine machine = BusyMachine.watch();
                PipelineFixture stage = stage()) {
            HeadOfLine line = warmedUp(stage);
            line.sendEvenly(requests, PER_SECOND, stage.outcomes());
            awaitAll(stage, line);
            judge(stage, line);
            Duration allowed = machine.allow(OTHERS_WAIT);
            System.out.printf("allowed to the others, as busy as the machine was: %d ms%n", allowed.toMillis());
            require(line.waits().worst(HeadOfLine.OTHERS).compareTo(allowed) < 0, "others wait 3 s at worst");
            require(
                    line.waits()
                                    .worst(requestClass)
                                    .compareTo(
                                            machine.allow(requestClass.equals("hanging") ? HANGING_WAIT : FAULTY_WAIT))
                            < 0,
                    requestClass + " requests end in time");
        }
    }

    private void replays() throws Exception {
        List<Request> live = HeadOfLine.others(world, 52, 2_400);
        List<Request> replays = HeadOfLine.of("replay", HeadOfLine.samples(world, 53, 50));
        prepare(live);
        try (PipelineFixture stage = stage().with("altegio.quota.per-second", 40)) {
            HeadOfLine line = warmedUp(stage);
            List<Request> mixed = new ArrayList<>(live.subList(0, 100));
            mixed.addAll(replays);
            mixed.addAll(live.subList(100, live.size()));
            line.sendEvenly(mixed, 30, stage.outcomes()); // up to 60 calls a second, where 40 are allowed
            awaitAll(stage, line);
            judge(stage, line);
            long last = lastOutcome(stage, line.ids("replay"));
            long lastLive = lastOutcome(stage, line.ids(HeadOfLine.OTHERS));
            System.out.printf("last replay decided %.1f s before the last live request%n", (lastLive - last) / 1000.0);
            require(last < lastLive, "replays are decided while live requests fill the quota");
        }
    }

    private void kills(int kills, long seed) throws Exception {
        List<Request> requests = new ArrayList<>(HeadOfLine.mixed(world, 54, 3_000, "failing", 10));
        requests.addAll(HeadOfLine.of("hanging", HeadOfLine.samples(world, 55, 20)));
        requests.addAll(HeadOfLine.of("replay", HeadOfLine.samples(world, 56, 50)));
        Collections.shuffle(requests, new Random(seed));
        prepare(requests);
        try (PipelineFixture stage = stage().with("kafka.properties.session.timeout.ms", 6_000)) {
            HeadOfLine line = new HeadOfLine(stage);
            stage.settings();
            try (KilledPeers peers = new KilledPeers(stage, 3, seed)) {
                Thread sender = new Thread(() -> sendAside(line, requests, kills * 4));
                sender.start();
                peers.kill(kills, Duration.ofSeconds(5));
                sender.join();
                awaitAll(stage, line);
                require(peers.gone().isEmpty(), "no process has ended: " + peers.gone());
                peers.printed().stream()
                        .filter(each -> each.contains("Another process runs"))
                        .forEach(each -> require(false, each));
            }
            judge(stage, line);
        }
    }

    /** Sends over as many seconds as the kills take about. */
    private static void sendAside(HeadOfLine line, List<Request> requests, int seconds) {
        try {
            line.sendEvenly(requests, Math.max(1, requests.size() / seconds), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a pipeline and lets it decide some requests, so that the machine's start is nobody's waiting time. */
    private HeadOfLine warmedUp(PipelineFixture stage) throws InterruptedException {
        stage.startPipeline();
        HeadOfLine before = new HeadOfLine(stage);
        stage.awaitExactlyOneOutcomeEach(before.send(HeadOfLine.others(world, 50, 200)), PATIENCE);
        return new HeadOfLine(stage);
    }

    private void awaitAll(PipelineFixture stage, HeadOfLine line) {
        Instant end = Instant.now().plus(PATIENCE);
        while (stage.outcomes().lost(line.ids()) > 0 && Instant.now().isBefore(end)) {
            stage.outcomes().poll(Duration.ofMillis(50));
        }
        Instant quiet = Instant.now().plusSeconds(2);
        while (Instant.now().isBefore(quiet)) {
            stage.outcomes().poll(Duration.ofMillis(50));
        }
    }

    private void judge(PipelineFixture stage, HeadOfLine line) {
        Collection<String> ids = line.ids();
        long lost = stage.outcomes().lost(ids);
        long duplicated = stage.outcomes().duplicated(ids);
        System.out.printf("requests=%d lost=%d duplicated=%d%n", ids.size(), lost, duplicated);
        require(lost == 0, "lost 0");
        require(duplicated == 0, "duplicated 0");
        WaitingTimes waits = line.waits();
        WaitingTimes delays = line.commitDelays();
        System.out.printf(
                "%-8s %9s %15s %15s %15s %15s%n",
                "class", "requests", "waited, median", "at worst", "commit, median", "at worst");
        for (String each : List.of(HeadOfLine.OTHERS, "failing", "hanging", "replay")) {
            if (waits.count(each) > 0) {
                System.out.printf(
                        "%-8s %9d %12d ms %12d ms %12d ms %12d ms%n",
                        each,
                        waits.count(each),
                        waits.median(each).toMillis(),
                        waits.worst(each).toMillis(),
                        delays.median(each).toMillis(),
                        delays.worst(each).toMillis());
            }
        }
        for (String faulty : List.of("failing", "hanging")) {
            line.ids(faulty).forEach(id -> requireFailed(stage, id));
        }
        for (String fine : List.of(HeadOfLine.OTHERS, "replay")) {
            line.ids(fine).stream()
                    .filter(id -> stage.outcomeOf(id) != null)
                    .filter(id -> !stage.reasonOf(id).equals("SCHEDULED"))
                    .forEach(id -> require(false, "%s %s is %s".formatted(fine, id, stage.reasonOf(id))));
        }
        List<String> superseded = line.orderViolations();
        require(
                superseded.isEmpty(),
                "order of each key: " + superseded.stream().limit(5).toList());
        System.out.printf(
                "retried=%s%n",
                line.retried().stream()
                        .collect(Collectors.groupingBy(
                                line::requestClass, java.util.TreeMap::new, Collectors.counting())));
    }

    private void requireFailed(PipelineFixture stage, String id) {
        ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(id);
        if (letter == null) {
            return;
        }
        require(stage.reasonOf(id).equals("UPSTREAM_ERROR"), id + " is " + stage.reasonOf(id));
        String evidence = OutcomeCount.header(letter, "turnstile-evidence");
        require(evidence != null && evidence.contains("\"status\""), id + " has evidence: " + evidence);
    }

    private static long lastOutcome(PipelineFixture stage, List<String> ids) {
        return ids.stream()
                .map(stage::outcomeOf)
                .filter(each -> each != null)
                .mapToLong(ConsumerRecord::timestamp)
                .max()
                .orElse(0);
    }

    private void require(boolean so, String what) {
        if (!so && faults.size() < 20) {
            faults.add(what);
        }
    }
}
