package io.turnstile.endtoend;

import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.load.KilledReplay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a crash in the middle of a replay books clients twice, or forgets some. {@link KilledReplay} is the same, larger. */
class KilledReplayTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldReplayEachLetterOnceAndCountThemRightWhenItIsKilledInTheMiddle() throws Exception {
        try (KilledReplay replay = new KilledReplay(
                KAFKA.brokers(), ALTEGIO.url(), ALTEGIO.simulator().world(), 600)) {
            replay.run(2);
        }
    }
}
