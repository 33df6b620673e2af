package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.routeset.RunningRoutes;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** If this fails, who saves a route file at noon loses bookings, makes them twice, or stops them. */
class RouteReloadUnderLoadTest {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReloadUnderLoadTest.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int A_SECOND = 200;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path routes;

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldLoseAndRepeatNothingWhenABrokenAndThenASoundRouteIsSavedUnderLoad() throws Exception {
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("routes", routes)) {
            String notes = stage.settings().topics().requests() + ".notes";
            List<SampleRequest> samples =
                    SampleRequests.mixed(ALTEGIO.simulator().world(), 16, 12_000);
            Pipeline pipeline = stage.startPipeline();
            ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
            long swapped;
            AtomicInteger next = new AtomicInteger();
            load.scheduleAtFixedRate(
                    () -> send(stage, samples.subList(next.get(), next.addAndGet(A_SECOND / 10))),
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            try {
                await("first outcomes", () -> sent.size() > 200);
                // consumers that are starting rebalance by themselves
                await("partitions for all", () -> !members(stage).containsValue("[]"));
                Map<String, String> members = members(stage);

                Path schedule = routes.resolve("schedule.camel.yaml");
                String shipped = Files.readString(schedule);
                Files.writeString(schedule, shipped.replace("marshal:", "marschal:"));
                await("refused", () -> running(pipeline).refused().isPresent());
                assertThat(running(pipeline).refused().get().why())
                        .contains("schedule.camel.yaml, line 11", "marschal", "did you mean marshal?");

                Files.writeString(schedule, shipped + note(notes));
                await(
                        "replaced",
                        () -> running(pipeline).refused().isEmpty()
                                && running(pipeline).routes().stream()
                                        .anyMatch(route -> route.since().isAfter(started(pipeline))));
                swapped = System.currentTimeMillis();
                int before = sent.size();
                await("more", () -> sent.size() > before + 600);

                assertThat(members(stage)).isEqualTo(members);
            } finally {
                load.shutdown();
                load.awaitTermination(1, TimeUnit.MINUTES);
            }
            stage.awaitExactlyOneOutcomeEach(sent, PATIENCE);
            assertThat(stage.recordsOn(List.of(notes))).isPositive();
            LOG.info(
                    "longest pause between outcomes: {} ms within two seconds of the swap, {} ms after those",
                    longestPause(stage, swapped - 2_000, swapped + 2_000),
                    longestPause(stage, swapped + 2_000, Long.MAX_VALUE));
        }
    }

    private static java.time.Instant started(Pipeline pipeline) {
        return running(pipeline).routes().stream()
                .filter(route -> route.id().equals("intake"))
                .findFirst()
                .orElseThrow()
                .since();
    }

    private static RunningRoutes running(Pipeline pipeline) {
        return pipeline.routes();
    }

    private static String note(String topic) {
        return """
                - to:
                    uri: outcome:%s
                    parameters:
                      extra: true
                """
                .formatted(topic)
                .indent(8);
    }

    private void send(PipelineFixture stage, List<SampleRequest> samples) {
        try {
            sent.addAll(stage.send(samples));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long longestPause(PipelineFixture stage, long from, long to) {
        List<Long> times = sent.stream()
                .map(id -> stage.outcomeOf(id).timestamp())
                .filter(time -> time >= from && time <= to)
                .sorted()
                .toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest;
    }

    /** A rebalance of a group gives its members other partitions, or other members. */
    private static Map<String, String> members(PipelineFixture stage) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            return admin.describeConsumerGroups(List.of(stage.settings().kafka().group())).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .collect(Collectors.toMap(
                            MemberDescription::consumerId,
                            member -> member.assignment().topicPartitions().toString()));
        }
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).until(condition);
    }
}
