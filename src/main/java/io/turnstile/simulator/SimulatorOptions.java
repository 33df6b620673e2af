package io.turnstile.simulator;

import io.turnstile.simulator.api.AcceptedCredentials;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.world.World;
import java.time.Clock;
import java.util.Objects;

/**
 * Options for how to start a simulator.
 *
 * @param host address to listen on, default {@code 127.0.0.1}
 * @param port 1 to 65535, or 0, the default: any free one
 * @param seed of the world, the samples' and the faults' luck, default 1
 * @param clients how many clients the world has, 1 to 10,000,000, default 1,000,000
 * @param credentials accepted ones, default {@link AcceptedCredentials#defaults()}
 * @param faults what goes wrong from the start, default {@link Faults#none()}: nothing, and no quota
 * @param clock gives the world's first day and the times in the stats, default the system's, UTC
 */
public record SimulatorOptions(
        String host, int port, long seed, int clients, AcceptedCredentials credentials, Faults faults, Clock clock) {

    public SimulatorOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(faults, "faults");
        Objects.requireNonNull(clock, "clock");
        World.requireClientCount(clients);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    public static SimulatorOptions defaults() {
        return new SimulatorOptions(
                "127.0.0.1", 0, 1, 1_000_000, AcceptedCredentials.defaults(), Faults.none(), Clock.systemUTC());
    }

    public SimulatorOptions withHost(String other) {
        return new SimulatorOptions(other, port, seed, clients, credentials, faults, clock);
    }

    public SimulatorOptions withPort(int other) {
        return new SimulatorOptions(host, other, seed, clients, credentials, faults, clock);
    }

    public SimulatorOptions withSeed(long other) {
        return new SimulatorOptions(host, port, other, clients, credentials, faults, clock);
    }

    public SimulatorOptions withClients(int other) {
        return new SimulatorOptions(host, port, seed, other, credentials, faults, clock);
    }

    public SimulatorOptions withCredentials(AcceptedCredentials other) {
        return new SimulatorOptions(host, port, seed, clients, other, faults, clock);
    }

    public SimulatorOptions withFaults(Faults other) {
        return new SimulatorOptions(host, port, seed, clients, credentials, other, clock);
    }

    public SimulatorOptions withClock(Clock other) {
        return new SimulatorOptions(host, port, seed, clients, credentials, faults, other);
    }
}
