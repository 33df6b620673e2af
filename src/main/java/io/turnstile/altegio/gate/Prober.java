package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Asks witnesses: calls that only find out whether Altegio is well, made on the thread and the wire of a call that waits.
 * Thread-safe.
 */
final class Prober {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);

    /** One probe of so many is the waiting call itself, in case the witnesses have gone bad. */
    private static final int ITSELF_EVERY = 3;

    private final Sender sender;
    private final Breaker breaker;
    private final RecentCalls recent;
    private final Witnesses witnesses = new Witnesses();
    private final Hold refused;
    private final Ticker ticker;
    private final AtomicLong probes = new AtomicLong();

    /** @param refused how to hold when the token is refused */
    Prober(Sender sender, Breaker breaker, RecentCalls recent, Hold refused, Ticker ticker) {
        this.sender = sender;
        this.breaker = breaker;
        this.recent = recent;
        this.refused = refused;
        this.ticker = ticker;
    }

    /** Notes that a call was answered. */
    void answered(Call call, long sentAt) {
        recent.answered(call, sentAt, ticker.read());
        witnesses.answered(call);
    }

    /** Notes that a call failed, and holds if most do. */
    void failed(Call call, Attempt.Failed failed) {
        recent.failed(call, failed.endedAt());
        RecentCalls.Picture picture = recent.picture(null, failed.endedAt());
        if (picture.isMostlyFailing()) {
            String detail = "Altegio is not answering (calls for %d of %d failed, last: %s)"
                    .formatted(picture.failed(), picture.all(), failed.cause());
            breaker.hold(notAnswering(call, detail), true);
        }
    }

    /** Notes that the token was refused: holds. */
    void refused() {
        breaker.hold(refused, false);
    }

    /**
     * Returns whether Altegio answered another call like this one that was sent after the given time. If none was made, it
     * makes one; if that fails, the gate holds.
     *
     * @param askAnew whether to make a call even if others were answered
     */
    boolean isWellSince(long time, Call failing, Wire wire, boolean askAnew)
            throws InterruptedException, GateClosedException {
        if (!askAnew && recent.answeredSince(failing, time)) {
            return true;
        }
        Call witness = witnesses.like(failing);
        Attempt attempt = send(witness, wire);
        if (attempt instanceof Attempt.Answered) {
            return true;
        }
        if (attempt instanceof Attempt.Failed failed) {
            witnesses.forget(witness);
            String detail = "Altegio is not answering (nor does it answer what it answered before, last: %s)"
                    .formatted(failed.cause());
            breaker.hold(notAnswering(failing, detail), false);
        } else {
            refused();
        }
        return false;
    }

    /** Sends a probe for the breaker. */
    Hold probe(Hold hold, Call waiting, Wire wire) throws InterruptedException, GateClosedException {
        boolean itself = waiting.isRead() && probes.incrementAndGet() % ITSELF_EVERY == 0;
        Call failing = hold.failing() == null ? waiting : hold.failing();
        Call witness = itself ? Witnesses.of(waiting.target(), waiting.priority()) : witnesses.like(failing);
        Attempt attempt = send(witness, wire);
        if (attempt instanceof Attempt.Answered) {
            return null;
        }
        if (attempt instanceof Attempt.Failed failed) {
            return notAnswering(failing, "Altegio is not answering (last: %s)".formatted(failed.cause()));
        }
        return refused;
    }

    private Attempt send(Call witness, Wire wire) throws InterruptedException, GateClosedException {
        var request = new BasicClassicHttpRequest(witness.method(), wire.host(), witness.target());
        AltegioHeaders.set(request);
        Attempt attempt = sender.send(witness, request, wire, Flight.alone());
        if (attempt instanceof Attempt.Answered answered) {
            recent.answered(witness, answered.sentAt(), ticker.read());
        }
        return attempt;
    }

    private static Hold notAnswering(Call failing, String detail) {
        return new Hold(GateStatus.Reason.NOT_ANSWERING, detail, failing, PROBE_EVERY);
    }
}
