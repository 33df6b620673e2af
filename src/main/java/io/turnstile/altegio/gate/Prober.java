package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Tokens;
import io.turnstile.altegio.gate.breaker.Breaker;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.altegio.gate.breaker.PauseReason;
import io.turnstile.altegio.gate.breaker.ProbeTargets;
import io.turnstile.altegio.gate.breaker.RecentCalls;
import io.turnstile.altegio.gate.call.AltegioHeaders;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sender of calls that only find out whether Altegio is well, on the thread and the wire of a call that waits. While the gate
 * holds, it sends probes in turns; and waiting calls themselves, in case the probes have gone bad or there are none.
 * Thread-safe.
 */
final class Prober {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);
    private static final Duration TOKEN_PROBE_EVERY = Duration.ofSeconds(5);

    /** One probe of so many is the waiting call itself. */
    private static final int ITSELF_EVERY = 3;

    private final Sender sender;
    private final Breaker breaker;
    private final RecentCalls recent;
    private final ProbeTargets probes;
    private final Tokens tokens;
    private final Ticker ticker;
    private final AtomicLong sentProbes = new AtomicLong();

    Prober(Sender sender, Breaker breaker, RecentCalls recent, ProbeTargets probes, Tokens tokens, Ticker ticker) {
        this.sender = sender;
        this.breaker = breaker;
        this.recent = recent;
        this.probes = probes;
        this.tokens = tokens;
        this.ticker = ticker;
    }

    /** Notes that the token was refused: holds. */
    void refused() {
        breaker.hold(tokenRefused());
    }

    /** Sends a probe for the breaker. */
    @Nullable
    PauseReason probe(PauseReason hold, Call waiting, Wire wire) throws InterruptedException, GateClosedException {
        Call failing = hold.failing() == null ? waiting : hold.failing();
        Attempt attempt = send(target(hold, failing, waiting), wire);
        if (attempt instanceof Attempt.Unauthorized refused && tokens.refused(refused.token())) {
            attempt = send(target(hold, failing, waiting), wire);
        }
        if (attempt instanceof Attempt.Answered) {
            return null;
        }
        return attempt instanceof Attempt.Failed failed ? notAnswering(failing, failed) : tokenRefused();
    }

    private PauseReason tokenRefused() {
        return new PauseReason(GateStatus.Reason.TOKEN_REFUSED, tokens.refusal(), null, TOKEN_PROBE_EVERY);
    }

    private Call target(PauseReason hold, Call failing, Call waiting) {
        long number = sentProbes.incrementAndGet();
        boolean ofToken = hold.reason() == GateStatus.Reason.TOKEN_REFUSED;
        List<Call> known = ofToken ? probes.knownOfAny(failing) : probes.knownLike(failing);
        boolean isThird = number % ITSELF_EVERY == 0;
        if (waiting.isRead() && (known.isEmpty() ? ofToken || !isThird : isThird)) {
            return ProbeTargets.of(waiting.target(), waiting.priority());
        }
        if (known.isEmpty()) {
            return probes.ofNobody(failing);
        }
        return ProbeTargets.of(known.get((int) (number % known.size())).target(), waiting.priority());
    }

    /** Sends a probe; when it is answered, that is proof for others. */
    Attempt send(Call probe, Wire wire) throws InterruptedException, GateClosedException {
        var request = new BasicClassicHttpRequest(probe.method(), wire.host(), probe.target());
        AltegioHeaders.set(request);
        Attempt attempt = sender.send(probe, request, wire, SharedCall.alone());
        if (attempt instanceof Attempt.Answered answered) {
            recent.probed(probe, answered.sentAt(), ticker.read());
        }
        return attempt;
    }

    PauseReason notAnswering(Call failing, Attempt.Failed last) {
        String detail = last.isOfProxy()
                ? "The proxy asks for another login (last: %s): fix turnstile.proxy.user and turnstile.proxy.password"
                : last.isForeign()
                        ? "This address does not answer as Altegio does (last: %s)"
                        : "Altegio is not answering (last: %s)";
        return new PauseReason(
                GateStatus.Reason.NOT_ANSWERING,
                String.format(Locale.ROOT, detail, last.cause()),
                failing,
                PROBE_EVERY);
    }
}
