package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Makes a call until it is answered, or until it is certain that its failure is its own and not the world's.
 *
 * <p>A request is blamed only when its last attempt lies between two answers to other calls of its kind, the first sent
 * after the attempt before had failed, the second after the last had. If nobody else is calling, a witness call is made for
 * it. When a witness is not answered either, the gate holds and the attempts begin anew. While most calls fail, four answers
 * are wanted instead of two, and only to witnesses. Thread-safe.
 */
final class Attempts {

    private static final int ANSWERS_WANTED = 2;
    private static final int ANSWERS_WANTED_IN_DOUBT = 4;

    private final Sender sender;
    private final Prober prober;
    private final Breaker breaker;
    private final RecentCalls recent;
    private final Retries retries;
    private final GateMetrics metrics;
    private final Closing closing;
    private final Ticker ticker;

    Attempts(
            Sender sender,
            Prober prober,
            Breaker breaker,
            RecentCalls recent,
            Retries retries,
            GateMetrics metrics,
            Closing closing,
            Ticker ticker) {
        this.sender = sender;
        this.prober = prober;
        this.breaker = breaker;
        this.recent = recent;
        this.retries = retries;
        this.metrics = metrics;
        this.closing = closing;
        this.ticker = ticker;
    }

    /**
     * Makes the call.
     *
     * @return Altegio's decision; or its last answer of 5xx or without JSON, which is then this request's own fault
     * @throws IOException if there was no last answer, for this request alone
     */
    Answer make(Call call, ClassicHttpRequest request, Wire wire, Flight flight)
            throws IOException, InterruptedException {
        long begun = ticker.read();
        int failures = 0;
        int answersToOthers = 0;
        for (; ; ) {
            closing.check();
            breaker.await(hold -> prober.probe(hold, call, wire));
            Attempt attempt = sender.send(call, request, wire, flight);
            if (attempt instanceof Attempt.Answered answered) {
                prober.answered(call, answered.sentAt());
                return answered.answer();
            }
            if (attempt instanceof Attempt.TokenRefused) {
                prober.refused();
                continue;
            }
            Attempt.Failed failed = (Attempt.Failed) attempt;
            prober.failed(call, failed);
            if (!call.isRead()) {
                return failed.end();
            }
            metrics.retried();
            closing.pause(retries.pause(++failures));
            if (failures < retries.attempts()
                    && ticker.read() - begun < retries.within().toNanos()) {
                continue;
            }
            boolean inDoubt = recent.picture(call.subject(), ticker.read()).isMostlyFailing();
            if (!prober.isWellSince(failed.endedAt(), call, wire, inDoubt)) {
                begun = ticker.read();
                failures = 0;
                answersToOthers = 0;
            } else if (++answersToOthers >= (inDoubt ? ANSWERS_WANTED_IN_DOUBT : ANSWERS_WANTED)) {
                return failed.end();
            }
        }
    }
}
