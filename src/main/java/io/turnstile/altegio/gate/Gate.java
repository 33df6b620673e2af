package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.auth.FixedTokens;
import io.turnstile.altegio.gate.auth.LoginTokens;
import io.turnstile.altegio.gate.auth.ReplaceableTokens;
import io.turnstile.altegio.gate.auth.Tokens;
import io.turnstile.altegio.gate.breaker.Breaker;
import io.turnstile.altegio.gate.breaker.GateState;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.breaker.ProbeTargets;
import io.turnstile.altegio.gate.breaker.RecentCalls;
import io.turnstile.altegio.gate.call.ActiveCalls;
import io.turnstile.altegio.gate.call.AltegioHeaders;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.CallGivenUpException;
import io.turnstile.altegio.gate.call.CallPace;
import io.turnstile.altegio.gate.call.Deadlines;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.altegio.gate.call.ShutdownSignal;
import io.turnstile.altegio.gate.call.Wire;
import io.turnstile.altegio.gate.quota.PartitionUsage;
import io.turnstile.altegio.gate.quota.Quota;
import io.turnstile.altegio.gate.quota.QuotaJournal;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.altegio.gate.quota.QuotaUse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Entrance of all calls to Altegio, one way for all of them: see the package. Stands first in the HTTP client, so that a
 * call that waits holds no connection. Thread-safe; calls block on their callers' threads, so while it holds, it is the
 * waiting calls that find out when to continue: somebody must keep calling.
 */
public final class Gate implements ExecChainHandler, AutoCloseable {

    private final Clock clock;
    private final HttpHost altegio;
    private final GateState state;
    private final GateMetrics metrics;
    private final Quota quota;
    private final Breaker breaker;
    private final SharedCalls shared;
    private final Attempts attempts;
    private final Deadlines deadlines;
    private final ActiveCalls callers = new ActiveCalls();
    private final CallPace pace;
    private final ShutdownSignal closing = new ShutdownSignal();
    private final ReplaceableTokens tokens;
    private final Function<Credentials, Tokens> tokensOf;
    private final Optional<Proxy> proxy;

    /** Makes a gate that goes by the system's clocks. */
    public Gate(GateConfig config) {
        this(config, Clock.systemUTC(), Ticker.systemTicker());
    }

    /**
     * Makes a gate.
     *
     * @param clock compared with the clocks of other instances
     * @param ticker measures all waits, and is compared with {@link GateHeaders#READ_AT}
     */
    public Gate(GateConfig config, Clock clock, Ticker ticker) {
        this.clock = clock;
        this.proxy = config.proxy();
        this.altegio = server(HttpHost.create(config.baseUrl()));
        this.state = new GateState(clock, ticker);
        this.metrics = new GateMetrics(ticker);
        this.quota = new Quota(config.quota(), config.share(), journal(config, clock, ticker), clock, ticker);
        this.pace = new CallPace(ticker);
        this.shared = new SharedCalls(metrics, ticker);
        this.tokensOf = credentials -> tokens(credentials, config, ticker);
        this.tokens = new ReplaceableTokens(tokensOf.apply(config.credentials()));
        RecentCalls recent = new RecentCalls();
        this.breaker = new Breaker(state, recent, ticker);
        Sender sender = new Sender(tokens, quota, pace, metrics, clock, ticker, config.tracing());
        ProbeTargets probes = new ProbeTargets(config.basePath());
        this.attempts =
                new Attempts(sender, tokens, breaker, recent, probes, config.retries(), metrics, closing, ticker);
        this.deadlines = new Deadlines(config.timeout());
        metrics.show(state, quota);
    }

    private static Tokens tokens(Credentials credentials, GateConfig config, Ticker ticker) {
        if (credentials instanceof Credentials.Login login) {
            return new LoginTokens(login, config.authPath(), config.onToken(), ticker);
        }
        return new FixedTokens((Credentials.FixedToken) credentials);
    }

    /** Makes the next calls with other credentials. Those on their way end with the ones they were sent with. */
    public void replaceCredentials(Credentials credentials) {
        tokens.replace(tokensOf.apply(credentials));
    }

    /** Returns the proxy through which the calls leave; empty for none. */
    public Optional<Proxy> proxy() {
        return proxy;
    }

    private static QuotaJournal journal(GateConfig config, Clock clock, Ticker ticker) {
        return config.journal().isEmpty() || config.quota().isNone()
                ? QuotaJournal.inMemory(clock, ticker)
                : QuotaJournal.open(config.journal().get(), config.quota(), clock, ticker);
    }

    /**
     * Makes a call of the HTTP client.
     *
     * @return Altegio's decision (2xx that reads as its API promises, or 400, 403, 404 or 422 with the API's own error
     *     object); or its last answer that decides nothing, when that is the fault of this request alone: among these 401, when
     *     others were let in with the same token since
     * @throws IOException when no answer came, for this request alone
     * @throws GateClosedException when the gate was closed meanwhile
     * @throws CallGivenUpException when the call was given up meanwhile
     * @throws InterruptedIOException when the thread was interrupted; its flag is set
     */
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Wire wire = new Wire(chain, scope, deadlines, closing);
        if (!altegio.equals(server(wire.host()))) {
            return chain.proceed(request, scope);
        }
        closing.check();
        Call call = Call.of(request);
        AltegioHeaders.set(request);
        try (ActiveCalls.Caller caller = callers.enter(call, wire)) {
            return answer(call, request, wire, caller);
        } finally {
            pace.ended(call);
        }
    }

    /** Returns scheme, host and port alone, where a missing port is the scheme's own: an IP address makes no other server of it. */
    static HttpHost server(HttpHost host) {
        HttpHost whole = RoutingSupport.normalize(host, DefaultSchemePortResolver.INSTANCE);
        return new HttpHost(whole.getSchemeName(), whole.getHostName(), whole.getPort());
    }

    private ClassicHttpResponse answer(Call call, ClassicHttpRequest request, Wire wire, ActiveCalls.Caller caller)
            throws IOException {
        try {
            return shared.answer(call, flight -> attempts.make(call, request, wire, flight))
                    .response();
        } catch (InterruptedException interrupted) {
            if (caller.isGivenUp()) {
                throw new CallGivenUpException(interrupted);
            }
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted in the gate to Altegio").initCause(interrupted);
        }
    }

    /**
     * Gives up the calls that are made with this {@link GateHeaders#SEQUENCE}, because nobody waits for their answers any more:
     * they end with {@link CallGivenUpException} at once, wherever they are. Others who share them make a call of their own.
     */
    public void giveUp(long sequence) {
        callers.giveUp(sequence);
    }

    /**
     * Returns whether a call that is made with this {@link GateHeaders#SEQUENCE} is on its way for longer than this, and for
     * several times longer than calls usually are. Time that it waits for the quota or a connection does not
     * count.
     */
    public boolean isSlow(long sequence, Duration patience) {
        return pace.isSlow(sequence, patience);
    }

    /** Returns whether a call that is made with this {@link GateHeaders#SEQUENCE} waits for the quota, or for a connection. */
    public boolean isQueued(long sequence) {
        return pace.isQueued(sequence);
    }

    /** Returns whether calls go through, and if not, why and since when. */
    public GateStatus status() {
        Duration pause = quota.pause();
        return pause.isZero()
                ? state.status()
                : state.status().throttled(clock.instant().plus(pause));
    }

    /** Returns what is used of the quota now. */
    public QuotaUse use() {
        return quota.use();
    }

    /** Calls the listener at each change, on a thread of a call and under a lock: it must be quick and not call back. */
    public void onChange(Consumer<GateStatus> listener) {
        state.listen(listener);
    }

    /**
     * Takes another share of the quota, at once as to what is lost. What is gained is used when its window has passed since
     * its last possible use.
     *
     * @param share partitions that are this instance's now
     * @param idle for how long nobody can have made calls for the partitions that are new; zero if that is not known
     */
    public void share(QuotaShare share, Duration idle) {
        quota.share(share, idle);
    }

    /**
     * Counts what is used of partitions that will be this instance's in a moment. This is written down before they are
     * marked as this instance's, so that a process that is killed between the two leaves nothing uncounted.
     *
     * @param share partitions that will be this instance's
     * @param before what is used of those that are new; those that are missing count as used just now
     */
    public void expect(QuotaShare share, Map<Integer, PartitionUsage> before) {
        quota.expect(share, before);
    }

    /**
     * Takes another share of the quota, at once as to what is lost. What is gained must have been {@link #expect expected}.
     *
     * @return what is used of the partitions that are lost, for their next owner; each was left at this moment
     */
    public Map<Integer, PartitionUsage> share(QuotaShare share) {
        return quota.share(share);
    }

    /**
     * Returns the number of the history that this gate's windows know: its own calls, and those of the processes before it as
     * far as the journal knows all of them. A partition that was nobody's since it was of this history is used by no call
     * that is not known.
     */
    public long history() {
        return quota.history();
    }

    public GateMetrics metrics() {
        return metrics;
    }

    /** Ends all waits with {@link GateClosedException}, and lets no further call begin. */
    @Override
    public void close() {
        closing.close();
        breaker.close();
        quota.close();
        deadlines.close();
    }
}
