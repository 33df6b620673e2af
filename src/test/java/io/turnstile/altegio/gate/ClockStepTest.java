package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.Test;

/** If this fails, a booking is decided on what was true before it was asked for, because somebody set the clock. */
class ClockStepTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void shouldServeNoAnswerOfBeforeWhenTheClockWasSetBackMeanwhile() throws Exception {
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(altegio);
                Gate gate = new Gate(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, QuotaLimits.NONE), clock, clock);
                CloseableHttpClient client = client(gate)) {
            long first = now();
            clock.move(Duration.ofMillis(5));
            call(client, rig, first);
            clock.move(Duration.ofMillis(5));
            clock.set(Duration.ofSeconds(-30));
            call(client, rig, now());
            assertThat(altegio.seen).hasSize(2);
            clock.set(Duration.ofSeconds(60));
            clock.move(Duration.ofMillis(5));
            call(client, rig, now());
            assertThat(altegio.seen).hasSize(3);
            call(client, rig, first);
            assertThat(altegio.seen).as("shared, since it was asked for later").hasSize(3);
        }
    }

    /** Returns what the intake writes beside a record that it reads now. */
    private long now() {
        return clock.read();
    }

    private static void call(CloseableHttpClient client, GateRig rig, long readAt) throws Exception {
        int status = client.execute(GateRig.readAt(rig.search(1), readAt), response -> response.getCode());
        assertThat(status).isEqualTo(200);
    }

    private static CloseableHttpClient client(Gate gate) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        new GateConfigurer(gate).configureHttpClient(builder);
        return builder.build();
    }
}
