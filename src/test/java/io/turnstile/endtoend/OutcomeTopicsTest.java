package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.SettingsException;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a topic that somebody's own route writes to, and that is not there, stops every booking beside it. */
class OutcomeTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path routes;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "toD"})
    void shouldCreateTheTopicAndWriteToItWhenARouteNamesIt(String step) throws Exception {
        try (PipelineFixture stage = stage()) {
            String topic = stage.settings().kafka().group() + ".notices";
            atTheEndOfTheSchedule(step, topic, true);
            List<SampleRequest> valid = SampleRequests.valid(ALTEGIO.simulator().world(), 21, 20, 20);
            stage.startPipeline();
            assertThat(topics()).contains(topic);

            stage.awaitExactlyOneOutcomeEach(stage.send(valid), PATIENCE);
            assertThat(stage.recordsOn(List.of(topic))).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void shouldNameTheTopicsInOneLineWhenTheyMayNotBeCreated() throws Exception {
        try (PipelineFixture stage = stage()) {
            String topic = stage.settings().kafka().group() + ".notices";
            atTheEndOfTheSchedule("to", topic, true);

            assertThatThrownBy(() -> stage.startPipelineWith("topic.create", false))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("Topics are missing: " + topic + ". Create them, or set turnstile.topic.create=true");
            assertThat(topics()).doesNotContain(topic);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "to, {{turnstile.topic.requests}}, true, is the requests topic",
        "to, {{turnstile.topic.requests}}, false, is the requests topic",
        "toD, {{turnstile.topic.requests}}, true, is the requests topic",
        "to, {{turnstile.topic.retry}}.1, true, is a retry topic",
        "to, {{turnstile.topic.retry}}.2, false, is a retry topic",
        "to, {{turnstile.topic.jobs}}, true, is Turnstile's own",
        "to, {{turnstile.topic.resolutions}}, true, is Turnstile's own",
        "to, {{turnstile.topic.schedules}}, true, would be a second outcome",
        "to, {{turnstile.topic.dead-letters}}, true, would be a second outcome",
        "to, notices of today, true, is no name of a topic"
    })
    void shouldRefuseTheRouteInOneLineWithItsPlaceWhenItsTopicCannotBeWrittenTo(
            String step, String topic, boolean extra, String why) throws Exception {
        atTheEndOfTheSchedule(step, topic, extra);
        try (PipelineFixture stage = stage()) {
            assertThatThrownBy(stage::startPipeline)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("schedule.camel.yaml, line ")
                    .extracting(Throwable::getMessage)
                    .asString()
                    .hasLineCount(1)
                    .doesNotContain("Exception", "Endpoint", "io.turnstile");
        }
    }

    @Test
    void shouldFailThatRequestAloneAndAtOnceWhenAComputedTopicIsNotThere() throws Exception {
        try (PipelineFixture stage = stage().with("retry.delays", "1ms")) {
            atTheEndOfTheSchedule("toD", "nowhere.${variable.client}", true);
            List<SampleRequest> mixed = SampleRequests.mixed(ALTEGIO.simulator().world(), 22, 100);
            stage.startPipeline();

            List<String> ids = stage.send(mixed);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            assertThat(ids).noneMatch(id -> stage.reasonOf(id).equals("SCHEDULED"));
            assertThat(ids.stream()
                            .filter(id -> stage.reasonOf(id).equals("UPSTREAM_ERROR"))
                            .map(id -> OutcomeCount.header(stage.outcomeOf(id), "turnstile-message")))
                    .isNotEmpty()
                    .allMatch(message -> message.matches(".*There is no topic nowhere\\.\\d+: create it.*"));
        }
    }

    private PipelineFixture stage() {
        return PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("routes", routes);
    }

    private void atTheEndOfTheSchedule(String step, String topic, boolean extra) throws IOException {
        Path file = routes.resolve("schedule.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        + "        - %s:\n".formatted(step)
                        + "            uri: \"outcome:%s\"\n".formatted(topic)
                        + "            parameters:\n"
                        + "              extra: %s\n".formatted(extra));
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            return admin.listTopics().names().get();
        }
    }
}
