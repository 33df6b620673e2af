package io.turnstile.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** If this fails, what a user's route writes too late vanishes without a word. */
class RecordOutcomesTest {

    private final RecordOutcomes outcomes = new RecordOutcomes(new RequestRecord(
            RequestRecord.Source.REQUESTS,
            new TopicPartition("requests", 0),
            7,
            0,
            0,
            0,
            null,
            new byte[0],
            HeaderWriter.empty()));

    @Test
    void shouldRefuseAnExtraRecordWhenTheRequestHasLeftTheRoutes() {
        outcomes.outcome(new ProducerRecord<>("schedules", new byte[0]));
        outcomes.extra(new ProducerRecord<>("crm", new byte[0]));
        outcomes.seal();

        assertThatThrownBy(() -> outcomes.extra(new ProducerRecord<>("crm", new byte[0])))
                .hasMessageContaining("requests-0-7")
                .hasMessageContaining("crm gets no record")
                .hasMessageContaining("not behind wireTap, seda or threads");
        assertThat(outcomes.written()).hasSize(2);
    }
}
