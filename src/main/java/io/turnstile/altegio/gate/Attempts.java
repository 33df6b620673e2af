package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Tokens;
import io.turnstile.altegio.gate.breaker.Breaker;
import io.turnstile.altegio.gate.breaker.FailingSubjects;
import io.turnstile.altegio.gate.breaker.ProbeTargets;
import io.turnstile.altegio.gate.breaker.RecentCalls;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.ShutdownSignal;
import io.turnstile.altegio.gate.call.Wire;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Tries of one call, until it is answered or it is certain that its failure is its own and not the world's.
 *
 * <p>A request is blamed only when its last attempt lies between two answers to other calls of its kind, the first sent
 * after an attempt before had failed, the second after the last had; see {@link FaultAttribution}. While most calls fail, probes
 * are asked, since a world that fails now and then answers others too, and nobody waits in between: what a probe has just
 * shown holds for the next second. While probes fail as well, four answers are wanted. A client whose last call of the
 * kind failed for itself alone gets one try, and waits for nothing if others were answered within the last second. Thread-safe.
 */
final class Attempts {

    private static final int ANSWERS_WANTED = 2;
    private static final int ANSWERS_WANTED_IN_DOUBT = 4;
    private static final Duration FRESH = FaultAttribution.ASK_EVERY;

    private final Sender sender;
    private final Prober prober;
    private final FaultAttribution attribution;
    private final Breaker breaker;
    private final RecentCalls recent;
    private final ProbeTargets probes;
    private final FailingSubjects failing;
    private final Retries retries;
    private final GateMetrics metrics;
    private final ShutdownSignal closing;
    private final Ticker ticker;

    Attempts(
            Sender sender,
            Tokens tokens,
            Breaker breaker,
            RecentCalls recent,
            ProbeTargets probes,
            Retries retries,
            GateMetrics metrics,
            ShutdownSignal closing,
            Ticker ticker) {
        this.sender = sender;
        this.prober = new Prober(sender, breaker, recent, probes, tokens, ticker);
        this.attribution = new FaultAttribution(prober, breaker, recent, probes, tokens, ticker);
        this.breaker = breaker;
        this.recent = recent;
        this.probes = probes;
        this.failing = new FailingSubjects(ticker);
        this.retries = retries;
        this.metrics = metrics;
        this.closing = closing;
        this.ticker = ticker;
    }

    /**
     * Makes the call.
     *
     * @return Altegio's decision; or its last answer that decides nothing, which is then this request's own fault
     * @throws IOException if there was no last answer, for this request alone
     */
    BufferedResponse make(Call call, ClassicHttpRequest request, Wire wire, SharedCall flight)
            throws IOException, InterruptedException {
        Tries tries = new Tries(ticker.read());
        for (; ; ) {
            closing.check();
            breaker.await(hold -> prober.probe(hold, call, wire));
            Attempt attempt = sender.send(call, request, wire, flight);
            if (attempt instanceof Attempt.Answered answered) {
                answered(call, answered);
                return answered.answer();
            }
            if (attempt instanceof Attempt.Failed failed) {
                recent.failed(call, failed.endedAt());
                if (!call.isRead() || isOwn(tries, call, failed, wire)) {
                    failing.failed(call);
                    return failed.end();
                }
                metrics.retried();
            } else if (attempt instanceof Attempt.Unauthorized refused) {
                if (attribution.isOwn(call, refused, wire)) {
                    return refused.answer();
                }
            } else {
                prober.refused();
            }
        }
    }

    private void answered(Call call, Attempt.Answered answered) {
        recent.answered(call, answered.sentAt(), ticker.read());
        probes.answered(call);
        failing.succeeded(call);
        attribution.answered();
    }

    /** Returns whether the call ends with this failure; if not, the next attempt may begin. */
    private boolean isOwn(Tries tries, Call call, Attempt.Failed failed, Wire wire)
            throws InterruptedException, GateClosedException {
        long at = failed.endedAt();
        tries.failures++;
        boolean doubt = attribution.isInDoubt(at);
        boolean crowd = recent.picture(at).isMostlyFailing();
        boolean once = failing.contains(call);
        if (!doubt && (once || crowd && tries.answers > 0) && recent.answeredSince(call, at - FRESH.toNanos(), false)) {
            return true;
        }
        if (!once && !crowd && !doubt) {
            closing.pause(retries.pause(tries.failures));
            if (tries.failures < retries.attempts()
                    && ticker.read() - tries.begun < retries.within().toNanos()) {
                return false;
            }
        }
        if (!attribution.isOwn(call, at, crowd || doubt, wire)) {
            tries.beginAgain(ticker.read());
            return false;
        }
        return ++tries.answers >= (doubt ? ANSWERS_WANTED_IN_DOUBT : once ? 1 : ANSWERS_WANTED);
    }

    /** Attempts of one call since it began, or since the gate held. Of one thread. */
    private static final class Tries {

        private long begun;
        private int failures;
        private int answers;

        private Tries(long begun) {
            this.begun = begun;
        }

        private void beginAgain(long now) {
            begun = now;
            failures = 0;
            answers = 0;
        }
    }
}
