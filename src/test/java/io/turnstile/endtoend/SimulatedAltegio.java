package io.turnstile.endtoend;

import io.turnstile.simulator.Faults;
import io.turnstile.simulator.Latency;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a simulated Altegio for a test class; before each test it has no faults and has seen no calls. */
final class SimulatedAltegio implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private Simulator simulator;

    @Override
    public void beforeAll(ExtensionContext context) {
        simulator = Simulator.start(SimulatorOptions.defaults());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator.faults().set(Faults.none());
        simulator.stats().reset();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        simulator.close();
    }

    Simulator simulator() {
        return simulator;
    }

    String url() {
        return simulator.url();
    }

    /** Makes each answer take that long from now on. */
    void answerAfter(Duration latency) {
        simulator.faults().set(Faults.none().withLatency(Latency.fixed(latency)));
    }

    /** Makes answers overtake each other from now on. */
    void answerWithin(Duration latency) {
        simulator.faults().set(Faults.none().withLatency(Latency.uniform(Duration.ZERO, latency)));
    }
}
