package io.turnstile.load;

import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BuiltJar;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.SimulatedQuota;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.stats.RecordedCall;
import io.turnstile.simulator.stats.StatsSnapshot;
import io.turnstile.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A backlog, an Altegio that enforces its quota, and instances as processes of one group, each of which can be killed and
 * started again. It watches which calls arrive. One thread's.
 */
public final class QuotaTrial implements AutoCloseable {

    private static final String GROUP = "quota-trial";

    private final EmbeddedKafka kafka = EmbeddedKafka.start(0);
    private final Simulator altegio;
    private final Path temporary;
    private final Settings settings;
    private final OutcomeCount outcomes;
    private final List<String> requests = new ArrayList<>();
    private final Map<String, Process> instances = new HashMap<>();
    private final List<Instant> calls = new ArrayList<>();

    /** @param temporary folder for the instances' temporary files */
    public QuotaTrial(SimulatedQuota quota, Path temporary) {
        this.temporary = temporary;
        this.altegio = Simulator.start(SimulatorOptions.defaults()
                .withFaults(Faults.none()
                        .withQuota(quota)
                        .withLatency(Latency.uniform(Duration.ofMillis(50), Duration.ofMillis(250)))));
        this.settings = Settings.load(Path.of("config/application.properties"), environment("trial"), Path.of("."));
        new Topics(settings).ensure();
        this.outcomes = new OutcomeCount(settings, true);
    }

    /** Puts valid requests on the topic. */
    public void send(int count) throws InterruptedException {
        try (RequestSender sender = new RequestSender(settings)) {
            List<RequestSender.Sent> sent = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.valid(altegio.world(), 1, count, count)) {
                sent.add(sender.send(sample.key().getBytes(StandardCharsets.UTF_8), sample.value()));
            }
            for (RequestSender.Sent each : sent) {
                requests.add(each.id());
            }
        }
    }

    public void start(String instance) throws IOException {
        List<String> line = BuiltJar.java("-Djava.io.tmpdir=" + temporary);
        line.addAll(List.of("io.turnstile.cli.Turnstile", "run"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment(instance));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        temporary.resolve(instance + ".log").toFile()));
        instances.put(instance, builder.start());
    }

    /** Kills an instance as {@code kill -9} does. */
    public void kill(String instance) throws InterruptedException {
        instances.remove(instance).destroyForcibly().waitFor();
    }

    private Map<String, String> environment(String instance) {
        return Map.ofEntries(
                Map.entry("TURNSTILE_KAFKA_BROKERS", kafka.brokers()),
                Map.entry("TURNSTILE_KAFKA_GROUP", GROUP),
                Map.entry("TURNSTILE_ALTEGIO_BASE_URL", altegio.url()),
                Map.entry("TURNSTILE_ALTEGIO_PARTNER_TOKEN", "sim-partner"),
                Map.entry("TURNSTILE_ALTEGIO_USER_TOKEN", "sim-user"),
                Map.entry(
                        "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND",
                        Integer.toString(altegio.faults().current().quota().perSecond())),
                Map.entry(
                        "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE",
                        Integer.toString(altegio.faults().current().quota().perMinute())),
                Map.entry("TURNSTILE_HTTP_PORT", "0"),
                Map.entry("TURNSTILE_INSTANCE", instance));
    }

    /** Looks which calls and outcomes have come, for some time. */
    public void watch(Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            look();
        }
    }

    private void look() {
        outcomes.poll(Duration.ofMillis(100));
        StatsSnapshot stats = altegio.stats().snapshot();
        List<RecordedCall> last = stats.lastCalls();
        int news = (int) stats.calls() - calls.size();
        last.subList(last.size() - news, last.size()).forEach(call -> calls.add(call.at()));
    }

    /** Waits until the first call has come. */
    public Instant awaitFirstCall(Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (calls.isEmpty() && Instant.now().isBefore(end)) {
            look();
        }
        if (calls.isEmpty()) {
            throw new IllegalStateException("No call came within " + patience);
        }
        return calls.get(0);
    }

    /** Waits until an instance owns partitions with requests that have no outcome yet, and returns those; none in vain. */
    public Set<String> awaitUndecidedOf(String instance, Duration patience)
            throws ExecutionException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        Set<String> undecided = undecidedOf(instance);
        while (undecided.isEmpty() && Instant.now().isBefore(end)) {
            look();
            undecided = undecidedOf(instance);
        }
        return undecided;
    }

    private Set<String> undecidedOf(String instance) throws ExecutionException, InterruptedException {
        Set<String> mine = new HashSet<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.brokers()))) {
            admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP).members().stream()
                    .filter(member -> member.groupInstanceId().orElse("").startsWith(instance + "-"))
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .forEach(partition -> mine.add(partition.topic() + "-" + partition.partition() + "-"));
        }
        return new HashSet<>(requests.stream()
                .filter(id -> mine.stream().anyMatch(id::startsWith) && outcomes.outcomeOf(id) == null)
                .toList());
    }

    /** Waits until one of the requests has an outcome, and returns for how long it waited. */
    public Duration awaitOneOf(Set<String> undecided, Duration patience) {
        Instant from = Instant.now();
        while (undecided.stream().allMatch(id -> outcomes.outcomeOf(id) == null)
                && Instant.now().isBefore(from.plus(patience))) {
            look();
        }
        return Duration.between(from, Instant.now());
    }

    /** Returns how many calls came in each whole minute since the first. */
    public List<Integer> callsByMinute() {
        List<Integer> minutes = new ArrayList<>();
        for (Instant at : calls) {
            int minute = (int) Duration.between(calls.get(0), at).toMinutes();
            while (minutes.size() <= minute) {
                minutes.add(0);
            }
            minutes.set(minute, minutes.get(minute) + 1);
        }
        return minutes;
    }

    public int calls() {
        return calls.size();
    }

    public long violations() {
        return altegio.stats().snapshot().violations();
    }

    public long duplicated() {
        return outcomes.duplicated(requests);
    }

    @Override
    public void close() {
        instances.values().forEach(Process::destroyForcibly);
        outcomes.close();
        altegio.close();
        kafka.close();
    }
}
