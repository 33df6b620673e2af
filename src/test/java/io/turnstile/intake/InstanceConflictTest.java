package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** If this fails, two processes of one name take each other's place for ever, or a fault ends the thread that reads requests. */
class InstanceConflictTest {

    private final List<String> stops = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final InstanceConflict conflict = new InstanceConflict("studio", clock, stops::add);
    private final InstanceConflict.Client first = conflict.client("studio-requests-0");
    private final InstanceConflict.Client second = conflict.client("studio-requests-1");

    @Test
    void shouldPassOnFaultsThatRunInACircle() {
        // given a commit's fault, with the abort's beside it, of which it is the cause
        KafkaException fault = new KafkaException("The commit failed");
        fault.addSuppressed(new KafkaException("Cannot execute transactional method", fault));

        // then
        fail(first, fault, Duration.ZERO);
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldStopThisProcessWhenAClientIsFencedAgainAfterItWasMadeAnew() {
        fail(first, fenced(), Duration.ZERO);
        assertThat(stops).isEmpty();

        clock.move(Duration.ofSeconds(30));
        fail(first, fenced(), Duration.ZERO);

        assertThat(stops).singleElement().asString().contains("Another process runs as instance 'studio'");
        assertThatThrownBy(conflict::requireNone).hasMessageContaining("turnstile.instance");
    }

    @Test
    void shouldGoOnWhenTwoClientsAreFencedOnceEachAfterAStall() {
        fail(first, fenced(), Duration.ZERO);
        fail(second, fenced(), Duration.ZERO);

        assertThat(stops).isEmpty();
    }

    @Test
    void shouldGoOnWhenAClientIsFencedBecauseItsCallsTakeTooLong() {
        fail(first, fenced(), Duration.ofSeconds(15));
        fail(first, fenced(), Duration.ofSeconds(15));

        assertThat(stops).isEmpty();
    }

    @Test
    void shouldGoOnWhenAClientIsFencedAgainLongAfter() {
        fail(first, fenced(), Duration.ZERO);
        clock.move(Duration.ofSeconds(61));
        fail(first, fenced(), Duration.ZERO);

        assertThat(stops).isEmpty();
    }

    /** Makes a commit's fault, of which only the abort's tells that it was fenced. */
    private static KafkaException fenced() {
        KafkaException fault = new KafkaException("The commit failed");
        fault.addSuppressed(new ProducerFencedException("There is a newer producer"));
        return fault;
    }

    private void fail(InstanceConflict.Client client, KafkaException fault, Duration takes) {
        assertThatThrownBy(() -> client.noticing(() -> {
                    clock.move(takes);
                    throw fault;
                }))
                .isSameAs(fault);
    }
}
