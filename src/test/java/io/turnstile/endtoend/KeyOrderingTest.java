package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a client's later booking overtakes the earlier one, and what reads the outcomes books the wrong one. */
class KeyOrderingTest {

    private static final int KEYS = 8;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldKeepTheOrderOfEachKeyWhenAnswersOvertakeEachOther() throws InterruptedException {
        // given answers that take up to 12 ms, and hundreds of requests for each of a few keys
        ALTEGIO.answerWithin(Duration.ofMillis(12));
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<SampleRequest> samples =
                    SampleRequests.mixed(ALTEGIO.simulator().world(), 2, KEYS * 150);
            List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                requests.add(stage.request(
                        PipelineFixture.utf8("client-" + i % KEYS),
                        samples.get(i).value()));
            }

            // when they are decided
            List<String> ids = stage.sendAll(requests);
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // then each key's outcomes stand on each topic as its requests stood
            Map<String, List<ConsumerRecord<byte[], byte[]>>> byTopicAndKey = new TreeMap<>();
            for (String id : ids) {
                ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(id);
                byTopicAndKey
                        .computeIfAbsent(outcome.topic() + "/" + new String(outcome.key()), any -> new ArrayList<>())
                        .add(outcome);
            }
            assertThat(byTopicAndKey).hasSize(2 * KEYS);
            byTopicAndKey.forEach((place, outcomes) -> {
                assertThat(outcomes)
                        .extracting(ConsumerRecord::partition)
                        .containsOnly(outcomes.get(0).partition());
                assertThat(outcomes).as(place).isSortedAccordingTo(Comparator.comparing(ConsumerRecord::offset));
            });
        }
    }

    @Test
    void shouldAskAboutOneRequestOfAKeyAtATimeWhenManyWait() throws InterruptedException {
        ALTEGIO.answerWithin(Duration.ofMillis(12));
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.valid(ALTEGIO.simulator().world(), 9, 60, 30)) {
                requests.add(stage.request(PipelineFixture.utf8("one key for all"), sample.value()));
            }

            List<String> ids = stage.sendAll(requests);
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // one call about the booking, and perhaps one that loads membership types beside it
            assertThat(ALTEGIO.simulator().stats().snapshot().maxInFlight()).isLessThanOrEqualTo(2);
        }
    }
}
