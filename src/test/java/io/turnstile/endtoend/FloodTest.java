package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, one broken sender stops everybody's bookings, or fills the disk with log lines. */
class FloodTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldScheduleTheGoodOnesAndLogLittleWhenAThousandMalformedRecordsCome() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
                LogLines log = LogLines.collect()) {
            List<ProducerRecord<byte[], byte[]>> good = new ArrayList<>();
            for (SampleRequest sample : SampleRequests.valid(ALTEGIO.simulator().world(), 5, 200, 50)) {
                good.add(stage.request(PipelineFixture.utf8(sample.key()), sample.value()));
            }
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(good);
            Random random = new Random(5);
            for (int i = 0; i < 1_000; i++) {
                byte[] junk = new byte[random.nextInt(200)];
                random.nextBytes(junk);
                all.add(stage.request(i % 3 == 0 ? null : good.get(i % 200).key(), junk));
            }
            Collections.shuffle(all, random);

            stage.startPipeline();
            List<String> ids = stage.sendAll(all);
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            for (int i = 0; i < all.size(); i++) {
                assertThat(stage.reasonOf(ids.get(i))).isEqualTo(good.contains(all.get(i)) ? "SCHEDULED" : "NOT_JSON");
            }
            assertThat(log.lines()).hasSizeLessThan(20);
        }
    }
}
