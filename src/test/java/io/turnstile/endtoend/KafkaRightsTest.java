package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.documents.Document;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever gives Turnstile the rights that docs/security.md lists, and no other, must find that all of it works. */
class KafkaRightsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDecideReplayAndPruneWithTheRightsOfTheDocumentAndNoOther() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.startWith(broker());
                PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url());
                LogLines log = LogLines.collect()) {
            // given topics that an administrator made
            clientOf("admin").forEach((key, value) -> stage.with("kafka.properties." + key, value));
            String group = stage.settings().kafka().group();
            try (Admin admin = Admin.create(withBrokers(kafka, clientOf("admin")))) {
                List<AclBinding> rights = rights(group);
                assertThat(rights).hasSizeGreaterThan(20);
                await().ignoreExceptions()
                        .untilAsserted(() -> admin.createAcls(rights).all().get());
            }
            Pipeline pipeline = stage.startPipelineWith("kafka.properties.sasl.jaas.config", jaas("turnstile"));

            // when requests are decided, and people work with the dead letters
            List<String> ids =
                    stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 5, 60));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            DeadLetters letters = pipeline.deadLetters();
            await().atMost(PATIENCE).until(() -> letters.indexState().ready());
            List<String> rejected = ids.stream()
                    .filter(id -> stage.reasonOf(id).equals("NO_MEMBERSHIP"))
                    .limit(2)
                    .toList();
            Replays.awaitKnown(letters, rejected.size());
            String replay = letters.submit(Replays.ids("ann", rejected)).id();
            Replays.await(letters, replay, Job.State.FINISHED, PATIENCE);
            String discard = letters.submit(new JobRequest(
                            Action.DISCARD,
                            Selection.of(Filter.OPEN),
                            "ann",
                            "not needed",
                            OptionalDouble.empty(),
                            false,
                            false,
                            Map.of()))
                    .id();
            Replays.await(letters, discard, Job.State.FINISHED, PATIENCE);
            await().atMost(PATIENCE)
                    .until(() -> !letters.prune("ann", "resolved").isEmpty());

            // then nothing was refused
            assertThat(stage.stops()).isEmpty();
            assertThat(log.lines())
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("not authorized"));
        }
    }

    /** Reads the table of the document, for a group whose topics begin with its name. */
    private static List<AclBinding> rights(String group) {
        return Document.of("docs/security.md").rows().stream()
                .filter(row -> row.size() == 3
                        && Stream.of("topic", "group", "transactional id").anyMatch(row.get(0)::equals))
                .flatMap(row -> {
                    String name = row.get(1)
                            .replace("`", "")
                            .replaceFirst("^booking(\\.dead-letters(?=\\.))?", group)
                            .replaceFirst("^turnstile", group);
                    PatternType pattern = name.endsWith("*") ? PatternType.PREFIXED : PatternType.LITERAL;
                    ResourceType type =
                            ResourceType.valueOf(row.get(0).replace(' ', '_').toUpperCase(Locale.ROOT));
                    return Stream.of(row.get(2).split(", "))
                            .map(operation -> new AclBinding(
                                    new ResourcePattern(type, name.replace("*", ""), pattern),
                                    new AccessControlEntry(
                                            "User:turnstile", "*", operation(operation), AclPermissionType.ALLOW)));
                })
                .toList();
    }

    private static AclOperation operation(String text) {
        return AclOperation.valueOf(text.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> broker() {
        return Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:admin;User:ANONYMOUS",
                "allow.everyone.if.no.acl.found", "false",
                "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                                + " password=\"pass-of-admin\" user_admin=\"pass-of-admin\""
                                + " user_turnstile=\"pass-of-turnstile\";");
    }

    private static Map<String, String> clientOf(String user) {
        return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas(user));
    }

    private static Map<String, Object> withBrokers(EmbeddedKafka kafka, Map<String, String> client) {
        Map<String, Object> all = new java.util.HashMap<>(client);
        all.put("bootstrap.servers", kafka.brokers());
        return all;
    }

    private static String jaas(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + "pass-of-" + user + "\";";
    }
}
