package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.record.RequestRecord;
import io.turnstile.telemetry.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** If this fails, a record that an error meets between two steps is never decided, nor is any after it with its key. */
class LaneRecordTest {

    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void shouldBeTriedAgainWhenAnErrorComesAfterTheRoutes() {
        AtomicInteger readings = new AtomicInteger();
        int afterTheRoutes = 2;
        IntakeContext context = context(() -> {
            if (readings.incrementAndGet() == afterTheRoutes) {
                throw new StackOverflowError("of a test");
            }
            return readings.get();
        });
        LaneRecord record = LaneRecord.of(
                OneRecord.exchange(camel, new ConsumerRecord<>("requests", 0, 7, null, new byte[] {'{'})),
                RequestRecord.Source.REQUESTS,
                Tracing.OFF,
                0,
                0,
                0);

        record.decide(context);

        assertThat(record.isFailed()).isTrue();
        assertThat(record.failure()).isInstanceOf(StackOverflowError.class);
        record.decide(context);
        assertThat(record.failure()).isNotInstanceOf(StackOverflowError.class);
    }

    private static IntakeContext context(LongSupplier ticker) {
        return new IntakeContext(
                RequestRecord.Source.REQUESTS,
                Runnable::run,
                new IntakeContext.Routes(booking -> {}, booking -> {}, booking -> {}, booking -> {}),
                new IntakeContext.Topics("booking.dead-letters", Set.of()),
                Duration.ZERO,
                null,
                Tracing.OFF,
                Clock.systemUTC(),
                ticker);
    }
}
