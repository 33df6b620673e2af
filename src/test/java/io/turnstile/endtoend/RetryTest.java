package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, one client whom Altegio cannot answer stops all others, or its requests vanish. */
class RetryTest {

    private static final int CLIENTS = 100;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDeadLetterOneClientOfAHundredAfterFourTriesAndHoldNobodyWhenItAlwaysFails() throws InterruptedException {
        // given a client to whose calls Altegio answers 500 for ever, among others; none waits for one before it
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 3, CLIENTS * 3, CLIENTS);
        String failing = samples.get(0).key();
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(failing), 500)));
        try (PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "300ms,300ms,300ms");
                LogLines log = LogLines.collect()) {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (SampleRequest sample : samples) {
                records.add(stage.request(PipelineFixture.utf8("lane " + records.size()), sample.value()));
            }

            // when all are decided, some of the others while it is tried again
            List<String> ids = new ArrayList<>(stage.sendAll(records.subList(0, CLIENTS * 2)));
            stage.startPipeline();
            stage.awaitDecided(ids, CLIENTS, Duration.ofSeconds(120));
            ids.addAll(stage.sendAll(records.subList(CLIENTS * 2 + 1, CLIENTS * 3)));
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // then its requests are dead letters after four tries, and tell where they stood; all others are scheduled
            for (int i = 0; i < ids.size(); i++) {
                if (i == 0 || i == CLIENTS) {
                    assertFailed(stage.outcomeOf(ids.get(i)), samples.get(i).value());
                } else {
                    assertThat(stage.reasonOf(ids.get(i))).isEqualTo("SCHEDULED");
                }
            }
            // and the gate never held, as it would say
            assertThat(log.lines()).noneMatch(line -> line.contains(" " + Gate.class.getName() + " "));
        }
    }

    private static void assertFailed(ConsumerRecord<byte[], byte[]> outcome, byte[] request) {
        assertThat(OutcomeCount.header(outcome, "turnstile-kind")).isEqualTo("failed");
        assertThat(OutcomeCount.header(outcome, "turnstile-reason")).isEqualTo("UPSTREAM_ERROR");
        assertThat(OutcomeCount.header(outcome, "turnstile-attempts")).isEqualTo("4");
        assertThat(outcome.headers().lastHeader("turnstile-not-before")).isNull();
        assertThat(outcome.value()).isEqualTo(request);
    }
}
