package io.turnstile.faults;

import io.turnstile.endtoend.fixture.StallingRelay;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.api.AcceptedCredentials;
import io.turnstile.simulator.api.TokenShape;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Latency;
import io.turnstile.simulator.fault.OddKind;
import io.turnstile.simulator.fault.OddResponse;
import io.turnstile.simulator.fault.OddResponses;
import io.turnstile.simulator.fault.Outage;
import io.turnstile.simulator.fault.OutageMode;
import io.turnstile.simulator.fault.RetryAfterStyle;
import io.turnstile.simulator.fault.SimulatedQuota;
import io.turnstile.simulator.world.World;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Simulated Altegio in this process, some of whose clients are ill, with a network before it that can be made worse. */
final class Altegio implements AutoCloseable {

    /** Calls a second that it allows, and the instances know of. */
    static final int QUOTA = 200;

    /** Secrets that stand nowhere else. */
    private static final String PARTNER = "partner-7d1e0a93c5f2-4b";

    private static final String USER = "user-c40e8f17ab6d-92";

    private static final Duration STALL = Duration.ofSeconds(5);
    private static final Duration SLOWNESS = Duration.ofMillis(1_500);

    private final Simulator simulator;
    private final StallingRelay relay;
    private final TcpProxy proxy;
    private Faults usual = Faults.none();

    Altegio() throws IOException {
        AcceptedCredentials credentials =
                new AcceptedCredentials(PARTNER, USER, "login", "password", TokenShape.TOP, Duration.ZERO);
        this.simulator = Simulator.start(SimulatorOptions.defaults().withCredentials(credentials));
        this.relay = new StallingRelay(simulator.url(), STALL);
        this.proxy = new TcpProxy(URI.create(relay.url()).getPort(), true);
    }

    World world() {
        return simulator.world();
    }

    List<String> secrets() {
        return List.of(PARTNER, USER);
    }

    /** Returns what an instance has to know to call it. */
    Map<String, String> environment() {
        return Map.of(
                "TURNSTILE_ALTEGIO_BASE_URL",
                relay.url().replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
                "TURNSTILE_ALTEGIO_PARTNER_TOKEN",
                PARTNER,
                "TURNSTILE_ALTEGIO_USER_TOKEN",
                USER,
                "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND",
                Integer.toString(QUOTA),
                "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE",
                "0",
                "TURNSTILE_ALTEGIO_TIMEOUT",
                "3s");
    }

    /** Makes the clients ill that the traffic says are. */
    void prepare(Traffic traffic) {
        usual = traffic.faults(Faults.none()
                .withLatency(Latency.uniform(Duration.ofMillis(20), Duration.ofMillis(100)))
                .withQuota(new SimulatedQuota(QUOTA, 0, RetryAfterStyle.ABSENT)));
        simulator.faults().set(usual);
        relay.stall(traffic.clients(Traffic.Ill.HANGING));
        relay.slow(traffic.clients(Traffic.Ill.SLOW), SLOWNESS);
    }

    /** Returns how many calls were over the quota. */
    long violations() {
        return simulator.stats().snapshot().violations();
    }

    void network(TcpProxy.Mode mode) {
        proxy.set(mode);
    }

    void strike(AltegioFault fault) throws InterruptedException {
        switch (fault.what()) {
            case REFUSED -> outage(OutageMode.REFUSED, fault);
            case UNAVAILABLE -> outage(OutageMode.UNAVAILABLE, fault);
            case HANGING -> outage(OutageMode.HANGING, fault);
            case HTML_403 -> all(OddResponse.of(OddKind.HTML, 403), fault);
            case HTML_404 -> all(OddResponse.of(OddKind.HTML, 404), fault);
            case HTML_502 -> all(OddResponse.of(OddKind.HTML, 502), fault);
            case REDIRECT -> all(OddResponse.of(OddKind.REDIRECT), fault);
            case EMPTY -> all(OddResponse.of(OddKind.EMPTY), fault);
            case WRONG_SHAPE -> all(OddResponse.of(OddKind.WRONG_SHAPE), fault);
            case SUCCESS_FALSE -> all(OddResponse.of(OddKind.SUCCESS_FALSE), fault);
            case ENDLESS_GZIP -> all(OddResponse.of(OddKind.ENDLESS_GZIP), fault);
            case DRIP -> all(OddResponse.of(OddKind.DRIP), fault);
            case UNAUTHORIZED -> all(OddResponse.of(OddKind.ERROR, 401), fault);
            case THROTTLED -> some(0.3, OddResponse.of(OddKind.ERROR, 429), fault);
            case TENTH_FAILS -> change(now -> now.withErrors(0.1, 500), fault);
            case LOCATION_FAILS -> change(now -> now.withFailingLocations(Map.of(fault.location(), 500)), fault);
        }
    }

    private void outage(OutageMode mode, AltegioFault fault) throws InterruptedException {
        simulator.outages().start(new Outage(mode, fault.lasts().plusSeconds(60)));
        Pause.of(fault.lasts());
        simulator.outages().end();
    }

    private void all(OddResponse answer, AltegioFault fault) throws InterruptedException {
        some(1, answer, fault);
    }

    private void some(double ratio, OddResponse answer, AltegioFault fault) throws InterruptedException {
        OddResponses quoted = usual.odd();
        change(now -> now.withOdd(new OddResponses(ratio, answer, quoted.clients(), quoted.locations())), fault);
    }

    private void change(UnaryOperator<Faults> change, AltegioFault fault) throws InterruptedException {
        simulator.faults().change(change);
        Pause.of(fault.lasts());
        simulator.faults().set(usual);
    }

    @Override
    public void close() {
        proxy.close();
        relay.close();
        simulator.close();
    }
}
