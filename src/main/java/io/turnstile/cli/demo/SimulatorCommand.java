package io.turnstile.cli.demo;

import io.turnstile.cli.OptionalCommand;
import io.turnstile.simulator.DurationText;
import io.turnstile.simulator.PortInUseException;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.api.AcceptedCredentials;
import io.turnstile.simulator.api.TokenShape;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import io.turnstile.simulator.fault.SimulatedQuota;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.World;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Command that runs the Altegio simulator alone until it is told to end (Ctrl-C, SIGTERM), or prints sample requests. Exits
 * with 1 when its port is in use and with 2 for an option it cannot read.
 */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run an Altegio to develop against, until it is stopped.")
public final class SimulatorCommand implements OptionalCommand {
    @Spec
    private CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", defaultValue = "8090", description = "Port, 0 for any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the world (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--clients", defaultValue = "1000000", description = "Clients in the world (${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--quota",
            defaultValue = "5/s,200/min",
            description = "Calls in any second and minute, or none (${DEFAULT-VALUE}).")
    private String quota;

    @Option(
            names = "--latency",
            defaultValue = "100ms",
            description = "How long answers take: 100ms, or 50ms..200ms (${DEFAULT-VALUE}).")
    private String latency;

    @Option(names = "--tail", description = "Some answers take longer: 1%%:10s.")
    private String tail;

    @Option(names = "--error-ratio", defaultValue = "0", description = "Share of calls that fail, 0 to 1.")
    private double errorRatio;

    @Option(names = "--error-status", defaultValue = "503", description = "Their status (${DEFAULT-VALUE}).")
    private int errorStatus;

    @Option(
            names = "--odd",
            paramLabel = "KIND[:STATUS]",
            description = {
                "Answer that no API of Altegio gives, for --odd-ratio of the calls:",
                "error (API's own error object, 500), html (a proxy's page, 403), redirect (301), empty (502),"
                        + " success_false (200), wrong_shape (200), endless_gzip, drip (a byte each 9 s),"
                        + " quote (quotes the request's headers, 400)."
            })
    private String odd;

    @Option(names = "--odd-ratio", defaultValue = "1", description = "Share of calls that get it (${DEFAULT-VALUE}).")
    private double oddRatio;

    @Option(
            names = "--require-user-token",
            description = "Ask for a user token for search and check too; the reference asks for the partner token.")
    private boolean requireUserToken;

    @Option(names = "--partner-token", defaultValue = "sim-partner", description = "Default: ${DEFAULT-VALUE}.")
    private String partnerToken;

    @Option(names = "--user-token", defaultValue = "sim-user", description = "Default: ${DEFAULT-VALUE}.")
    private String userToken;

    @Option(names = "--login", defaultValue = "sim-login", description = "For POST /auth (${DEFAULT-VALUE}).")
    private String login;

    @Option(names = "--password", defaultValue = "sim-password", description = "For POST /auth (${DEFAULT-VALUE}).")
    private String password;

    @Option(
            names = "--token-shape",
            defaultValue = "TOP",
            description = "Where POST /auth puts the token: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private TokenShape tokenShape;

    @Option(names = "--token-lifetime", description = "User tokens expire after this long, such as 10m.")
    private String tokenLifetime;

    @Option(names = "--samples", paramLabel = "N", description = "Print N sample requests as JSON lines, and exit.")
    private Integer samples;

    @Override
    public Integer call() throws InterruptedException {
        SimulatorOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        if (samples != null) {
            printSamples(out);
            return 0;
        }
        try (Simulator simulator = Simulator.start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-end"));
            out.println(SimulatorGreeting.of(simulator, options));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (PortInUseException e) {
            spec.commandLine().getErr().println("turnstile simulator: " + e.getMessage());
            return 1;
        }
    }

    /** Reads the options; what they do not allow is said in one line, with exit code 2. */
    private SimulatorOptions options() {
        try {
            Latency base = LatencyText.parse(latency, tail);
            SimulatedQuota limits = QuotaText.parse(quota);
            Duration lifetime = tokenLifetime == null ? Duration.ZERO : DurationText.parse(tokenLifetime);
            return new SimulatorOptions(
                    host,
                    port,
                    seed,
                    clients,
                    new AcceptedCredentials(partnerToken, userToken, login, password, tokenShape, lifetime),
                    Faults.none()
                            .withQuota(limits)
                            .withLatency(base)
                            .withErrors(errorRatio, errorStatus)
                            .withOdd(oddAnswers())
                            .withUserTokenRequired(requireUserToken),
                    Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private OddResponses oddAnswers() {
        return odd == null
                ? OddResponses.none()
                : new OddResponses(oddRatio, OddResponse.parse(odd), Map.of(), Map.of());
    }

    /** Samples that are not JSON objects cannot stand on a line of their own: they are left out and made up for. */
    private void printSamples(PrintWriter out) {
        if (samples < 0) {
            throw new ParameterException(spec.commandLine(), "--samples must be 0 or more, not " + samples);
        }
        World world = new World(seed, LocalDate.now(Clock.systemUTC()), clients);
        SampleRequests.mixed(world, seed, samples + samples / 10 + 10).stream()
                .filter(SampleRequest::jsonObject)
                .limit(samples)
                .forEach(sample -> out.println(sample.text()));
        out.flush();
    }
}
