package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** If this fails, two processes of one name take each other's place for ever, or a fault ends the thread that reads requests. */
class InstanceConflictTest {

    private final List<String> stops = new ArrayList<>();
    private final InstanceConflict conflict = new InstanceConflict("studio", Clock.systemUTC(), stops::add);

    @Test
    void shouldPassOnFaultsThatRunInACircle() {
        // given a commit's fault, with the abort's beside it, of which it is the cause
        KafkaException fault = new KafkaException("The commit failed");
        fault.addSuppressed(new KafkaException("Cannot execute transactional method", fault));

        // then
        assertThatThrownBy(() -> fail(fault)).isSameAs(fault);
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldStopThisProcessWhenItIsFencedTwice() {
        // given a commit's fault, of which only the abort's tells that it was fenced
        KafkaException fault = new KafkaException("The commit failed");
        fault.addSuppressed(new ProducerFencedException("There is a newer producer"));

        // when
        assertThatThrownBy(() -> fail(fault)).isSameAs(fault);
        assertThat(stops).isEmpty();
        assertThatThrownBy(() -> fail(fault)).isSameAs(fault);

        // then
        assertThat(stops).singleElement().asString().contains("Another process runs as instance 'studio'");
    }

    private void fail(KafkaException fault) {
        conflict.noticing(() -> {
            throw fault;
        });
    }
}
