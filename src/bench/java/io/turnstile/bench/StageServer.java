package io.turnstile.bench;

import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.SimulatedQuota;
import java.io.IOException;
import java.time.Duration;

/**
 * Process of a broker or of an API, which prints its address and ends with its input. Arguments: {@code broker}, or {@code
 * api}, latency in milliseconds, the ratio of calls that take longer and how many milliseconds these take, whether it
 * enforces Altegio's quota, and the clients of its world.
 */
public final class StageServer {

    private StageServer() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("broker")) {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(0)) {
                System.out.println(kafka.brokers());
                awaitEndOfInput();
            }
        } else {
            Latency latency = Latency.fixed(millis(args[1]));
            latency = latency.withTail(Double.parseDouble(args[2]), millis(args[3]));
            SimulatedQuota quota = Boolean.parseBoolean(args[4]) ? SimulatedQuota.altegio() : SimulatedQuota.none();
            try (Simulator simulator = Simulator.start(SimulatorOptions.defaults()
                    .withClients(Integer.parseInt(args[5]))
                    .withFaults(Faults.none().withLatency(latency).withQuota(quota)))) {
                System.out.println(simulator.url());
                awaitEndOfInput();
            }
        }
        System.exit(0);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Until the benchmark is gone.
        }
    }
}
