package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.config.Settings;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, two deployments whose names meet put each other out of action, or a name that is allowed does not work. */
class OddNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path folder;

    /** Each was fenced by the other once: both wrote under the same transactional id. */
    @Test
    void shouldLetTwoDeploymentsWorkWhenGroupAndInstanceTogetherReadTheSame() throws Exception {
        String name = "names-" + folder.hashCode();
        try (PipelineFixture first = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("kafka.group", name + "-a")
                        .with("instance", "b");
                PipelineFixture second = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("kafka.group", name)
                        .with("instance", "a-b")) {
            first.startPipeline();
            second.startPipeline();
            for (int round = 0; round < 3; round++) {
                decide(first, round);
                decide(second, round);
            }
            assertThat(first.stops()).isEmpty();
            assertThat(second.stops()).isEmpty();
        }
    }

    @Test
    void shouldWorkWhenGroupInstanceClientIdAndFolderAreOddButAllowed() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("my routes + 100%/v1.2 (new)"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        routes.resolve(file.getFileName()),
                        Files.readString(file)
                                .replace("clientId: requests", "clientId: my-requests_1")
                                .replace("clientId: retries", "clientId: my_-retries"));
            }
        }
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("kafka.group", "team:booking/turnstile@eu~" + folder.hashCode())
                .with("instance", ".-_" + "x".repeat(125))
                .with("routes", routes)) {
            Settings settings = stage.settings();
            stage.startPipeline();
            decide(stage, 1);
            assertThat(settings.source())
                    .isEqualTo("/turnstile/" + settings.kafka().group());
        }
    }

    private static void decide(PipelineFixture stage, int seed) throws InterruptedException {
        List<SampleRequest> valid = SampleRequests.valid(ALTEGIO.simulator().world(), seed, 10, 10);
        stage.awaitExactlyOneOutcomeEach(stage.send(valid), PATIENCE);
    }
}
