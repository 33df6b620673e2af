package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.OutcomeCount;
import io.turnstile.simulator.Faults;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, one client whom Altegio cannot answer stops all others, or its requests vanish. */
class RetryTest {

    private static final int CLIENTS = 20;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldTryAgainAndThenDeadLetterWhenOneClientAlwaysFails() throws InterruptedException {
        // given a client to whose calls Altegio answers 500 for ever, among others
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 3, CLIENTS * 2, CLIENTS);
        String failing = samples.get(0).key();
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(failing), 500)));
        try (Stage stage = Stage.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "300ms,300ms,300ms")) {
            List<String> ids = stage.send(samples);

            // when all are decided
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(60));

            // then its requests are dead letters after four tries, and tell where they stood; all others are scheduled
            for (int i = 0; i < ids.size(); i++) {
                ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(ids.get(i));
                if (samples.get(i).key().equals(failing)) {
                    assertThat(OutcomeCount.header(outcome, "turnstile-kind")).isEqualTo("failed");
                    assertThat(OutcomeCount.header(outcome, "turnstile-reason")).isEqualTo("UPSTREAM_ERROR");
                    assertThat(OutcomeCount.header(outcome, "turnstile-attempts"))
                            .isEqualTo("4");
                    assertThat(outcome.headers().lastHeader("turnstile-not-before"))
                            .isNull();
                    assertThat(outcome.value()).isEqualTo(samples.get(i).value());
                } else {
                    assertThat(stage.reasonOf(ids.get(i))).isEqualTo("SCHEDULED");
                }
            }
        }
    }
}
