package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody takes a right away by mistake, and gives it back. If this fails, Turnstile floods the broker and the log meanwhile, or
 * loses a booking, or does not go on.
 */
class AccessTakenAwayTest {

    private static final String TURNSTILE = "User:turnstile";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.startWith(
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:admin;User:ANONYMOUS",
                        "allow.everyone.if.no.acl.found",
                        "false",
                        "listener.security.protocol.map",
                        "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "inter.broker.listener.name",
                        "PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                                + " password=\"pass-of-admin\" user_admin=\"pass-of-admin\" user_turnstile=\"pass-of-turnstile\";"));
        admin = Admin.create(clientOf("admin"));
        List<AclBinding> all = Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
                .map(type -> new AclBinding(
                        new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL),
                        new AccessControlEntry(TURNSTILE, "*", AclOperation.ALL, AclPermissionType.ALLOW)))
                .toList();
        await().ignoreExceptions()
                .untilAsserted(() -> admin.createAcls(all).all().get());
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void shouldTryNowAndThenAndSayOnceWhenItMayNotReadRequestsAndGoOnWhenItMay() throws Exception {
        try (PipelineFixture stage = stage();
                LogLines log = LogLines.collect()) {
            Pipeline pipeline = stage.startPipeline();
            List<String> ids = new ArrayList<>(send(stage, 1, 50));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            String requests = stage.settings().topics().requests();

            AclBinding denied = deny(requests, AclOperation.READ);
            ids.addAll(send(stage, 2, 50));
            await().untilAsserted(() -> assertThat(log.lines()).anyMatch(line -> line.contains(requests)));
            Instant begun = Instant.now();
            double before = reconnects(pipeline);
            await().until(() -> Duration.between(begun, Instant.now()).toSeconds() >= 15);
            double tries = reconnects(pipeline) - before;

            // 0.1 s, 0.2 s … 5 s, for each of two consumers; without a pause it is hundreds
            assertThat(tries).isBetween(1.0, 20.0);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains(requests) && line.contains("reconnects"))
                    .hasSizeLessThanOrEqualTo(2);
            allow(denied);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    /** What CONTRACT promises for one topic holds for a right too: exactly one outcome, and others are not held up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldOnlyWhatIsBoundForATopicThatItMayNotWriteTo(boolean isSchedules) throws Exception {
        try (PipelineFixture stage = stage();
                LogLines log = LogLines.collect()) {
            stage.startPipeline();
            List<String> first = send(stage, 1, 20);
            stage.awaitExactlyOneOutcomeEach(first, PATIENCE);
            String topic = isSchedules
                    ? stage.settings().topics().schedules()
                    : stage.settings().topics().deadLetters();

            AclBinding denied = deny(topic, AclOperation.WRITE);
            List<SampleRequest> samples =
                    SampleRequests.mixed(ALTEGIO.simulator().world(), 3, 60);
            List<String> ids = stage.send(samples);
            long others = samples.stream()
                    .filter(each -> (each.expected() == ExpectedOutcome.SCHEDULED) != isSchedules)
                    .count();
            stage.awaitDecided(ids, (int) others - behindThem(samples, isSchedules), PATIENCE);
            await().untilAsserted(() ->
                    assertThat(log.lines()).anyMatch(line -> line.contains("may not write to topic " + topic)));

            allow(denied);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("may not write to topic"))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    /** Counts those that must wait for one of the same key, whose outcome is held. */
    private static int behindThem(List<SampleRequest> samples, boolean isSchedules) {
        Set<String> held = new HashSet<>();
        int behind = 0;
        for (SampleRequest each : samples) {
            if ((each.expected() == ExpectedOutcome.SCHEDULED) == isSchedules) {
                held.add(each.key());
            } else if (held.contains(each.key())) {
                behind++;
            }
        }
        return behind;
    }

    private static List<String> send(PipelineFixture stage, int seed, int count) throws InterruptedException {
        return stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), seed, count));
    }

    private static double reconnects(Pipeline pipeline) throws Exception {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pipeline.address() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher count = Pattern.compile("(?m)^turnstile_batches_given_up_total\\S* (\\S+)$")
                .matcher(metrics);
        assertThat(count.find()).isTrue();
        return Double.parseDouble(count.group(1));
    }

    private static PipelineFixture stage() {
        PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url());
        clientOf("turnstile").forEach((key, value) -> {
            if (!key.equals("bootstrap.servers")) {
                stage.with("kafka.properties." + key, value);
            }
        });
        return stage;
    }

    private static Map<String, Object> clientOf(String user) {
        return Map.of(
                "bootstrap.servers",
                kafka.brokers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                        + "pass-of-" + user + "\";");
    }

    private static AclBinding deny(String topic, AclOperation operation) throws Exception {
        AclBinding denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(TURNSTILE, "*", operation, AclPermissionType.DENY));
        admin.createAcls(List.of(denied)).all().get();
        return denied;
    }

    private static void allow(AclBinding denied) throws Exception {
        admin.deleteAcls(List.of(denied.toFilter())).all().get();
    }
}
