package io.turnstile.simulator;

import io.turnstile.simulator.api.AltegioApi;
import io.turnstile.simulator.api.IssuedTokens;
import io.turnstile.simulator.fault.Delivery;
import io.turnstile.simulator.fault.FaultBoard;
import io.turnstile.simulator.fault.FaultyApi;
import io.turnstile.simulator.fault.Outages;
import io.turnstile.simulator.fault.QuotaGate;
import io.turnstile.simulator.stats.SimulatorStats;
import io.turnstile.simulator.world.Dice;
import io.turnstile.simulator.world.World;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Altegio to develop against, on a port of this machine, until it is closed. Everything here may be used from any thread
 * while it runs.
 */
public final class Simulator implements AutoCloseable {
    private final World world;
    private final IssuedTokens tokens;
    private final FaultBoard faults;
    private final SimulatorStats stats;
    private final Outages outages;
    private final ScheduledThreadPoolExecutor scheduler;
    private final SimulatorServer server;
    private final String host;

    private Simulator(SimulatorOptions options) {
        Dice dice = new Dice(options.seed());
        LocalDate today = options.clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
        this.host = options.host();
        this.world = new World(options.seed(), today, options.clients());
        this.tokens = new IssuedTokens(options.credentials(), options.clock());
        this.faults = new FaultBoard(options.faults());
        this.stats = new SimulatorStats(options.clock(), System::nanoTime);
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "simulator-latency");
            thread.setDaemon(true);
            return thread;
        });
        this.outages = new Outages(scheduler, new Outages.Listener() {
            @Override
            public void shut() {
                server.shut();
            }

            @Override
            public boolean open() {
                return server.open();
            }
        });
        FaultyApi api = new FaultyApi(
                new AltegioApi(world, tokens),
                faults,
                outages,
                new QuotaGate(System::nanoTime),
                stats,
                options.clock(),
                dice);
        ApiRoutes routes = new ApiRoutes(api, outages, stats, new Delivery(scheduler));
        ControlRoutes control =
                new ControlRoutes(new ControlGuard(options.host()), world, tokens, faults, outages, stats);
        this.server = SimulatorServer.start(options.host(), options.port(), config -> {
            routes.addTo(config.routes);
            control.addTo(config.routes);
        });
    }

    /**
     * Starts a simulator.
     *
     * @throws PortInUseException if something else listens on the port
     */
    public static Simulator start(SimulatorOptions options) {
        return new Simulator(options);
    }

    /** Returns the base URL of the API, such as {@code http://127.0.0.1:8090/api/v1}; it stays the same. */
    public String url() {
        return "http://" + host + ":" + port() + ApiRoutes.BASE;
    }

    /** Returns the port it listens on, 1 to 65535; it stays the same. */
    public int port() {
        return server.port();
    }

    public World world() {
        return world;
    }

    public IssuedTokens tokens() {
        return tokens;
    }

    public FaultBoard faults() {
        return faults;
    }

    public Outages outages() {
        return outages;
    }

    public SimulatorStats stats() {
        return stats;
    }

    /** Stops listening and cuts open connections. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        server.close();
    }
}
