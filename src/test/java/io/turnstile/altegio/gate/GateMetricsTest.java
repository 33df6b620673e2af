package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.turnstile.altegio.gate.call.Operation;
import org.junit.jupiter.api.Test;

class GateMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldCountCallsByOperationAndStatusWhenTheyPass() throws Exception {
        try (AltegioStub altegio = new AltegioStub();
                GateRig rig = new GateRig(altegio)) {
            rig.gate.metrics().bindTo(registry);
            altegio.answers(call -> altegio.seen.size() == 1 ? AltegioStub.reply(503) : AltegioStub.SEARCH);
            rig.get(GateRig.readAt(rig.search(1), 1));
            rig.get(GateRig.readAt(rig.search(1), 1));

            assertThat(calls("search-for-activity", "503")).isEqualTo(1);
            assertThat(calls("search-for-activity", "200")).isEqualTo(1);
            assertThat(registry.get("turnstile.altegio.retries").counter().count())
                    .isEqualTo(1);
            assertThat(registry.get("turnstile.altegio.calls.shared").counter().count())
                    .isEqualTo(1);
            assertThat(registry.get("turnstile.altegio.gate.flowing").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("turnstile.altegio.quota.used.minute")
                            .gauge()
                            .value())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldNameEachOperationByItsPath() {
        assertThat(Operation.of("/api/v1/company/1/client/2/loyalty/abonements/3/check_for_activity"))
                .isEqualTo(Operation.CHECK_FOR_ACTIVITY);
        assertThat(Operation.of("/api/v1/company/1/loyalty/abonement_types/search"))
                .isEqualTo(Operation.MEMBERSHIP_TYPES);
        assertThat(Operation.of("/api/v1/auth")).isEqualTo(Operation.AUTH);
        assertThat(Operation.of("/api/v1/company/1")).isEqualTo(Operation.OTHER);
    }

    private long calls(String operation, String status) {
        return registry.get("turnstile.altegio.calls")
                .tags("operation", operation, "status", status)
                .timer()
                .count();
    }
}
