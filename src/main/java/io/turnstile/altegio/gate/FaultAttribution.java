package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Token;
import io.turnstile.altegio.gate.auth.Tokens;
import io.turnstile.altegio.gate.breaker.Breaker;
import io.turnstile.altegio.gate.breaker.FailedProbes;
import io.turnstile.altegio.gate.breaker.ProbeTargets;
import io.turnstile.altegio.gate.breaker.RecentCalls;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.Operation;
import io.turnstile.altegio.gate.call.Wire;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answer to the question whose fault a failure is: the request's own, or the world's. It is the request's own when Altegio
 * answered another call of the kind that was sent after the failure. If nobody makes one, a probe is asked, at most once a
 * second for all that wait; when it is answered, all failures before it are the requests' own. When two probes fail and
 * nobody else is answered either, it is the world's fault, and the breaker holds. Thread-safe: callers wait on their own
 * threads and take turns to ask.
 */
final class FaultAttribution {

    static final Duration ASK_EVERY = Duration.ofSeconds(1);

    /** How long after a probe failed, or a hold ended, no answer is taken for proof by itself. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private static final int WITNESSES_WANTED = 2;
    private static final int MOST_ASKING = 8;

    private final Prober prober;
    private final Breaker breaker;
    private final RecentCalls recent;
    private final ProbeTargets probes;
    private final Tokens tokens;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Operation, FailedProbes> failed = new EnumMap<>(Operation.class);
    private int asking;
    private long askAt;
    private volatile int waiting;
    private volatile long doubtUntil;

    FaultAttribution(
            Prober prober, Breaker breaker, RecentCalls recent, ProbeTargets probes, Tokens tokens, Ticker ticker) {
        this.prober = prober;
        this.breaker = breaker;
        this.recent = recent;
        this.probes = probes;
        this.tokens = tokens;
        this.ticker = ticker;
        this.askAt = ticker.read();
        this.doubtUntil = askAt;
    }

    /** Wakes those who wait for an answer to anybody. */
    void answered() {
        if (waiting > 0) {
            locked(changed::signalAll);
        }
    }

    /** Returns whether Altegio was seen to fail for others too, a moment ago. */
    boolean isInDoubt(long now) {
        return doubtUntil - now > 0 || breaker.hasHeldWithin(DOUBT, now);
    }

    /**
     * Waits until it is known whose fault a failure is.
     *
     * @param failedAt when the call was known to have failed
     * @param onlyProbes whether answers to others are no proof, since many fail and some pass
     * @return whether it is the request's own; if not, the gate holds, or has held meanwhile
     */
    boolean isOwn(Call call, long failedAt, boolean onlyProbes, Wire wire)
            throws InterruptedException, GateClosedException {
        while (!breaker.isHolding()) {
            if (recent.answeredSince(call, failedAt, onlyProbes)) {
                return true;
            }
            askInTurn(call, probes.knownLike(call), () -> recent.answeredSince(call, failedAt, onlyProbes), wire);
        }
        return false;
    }

    /**
     * Waits until it is known whether an answer of 401 belongs to the request, or the token is refused. It belongs to the
     * request when another was let in with the same token since. Nobody's calls prove nothing here: an address without an
     * owner may be answered before anybody looks at the token.
     *
     * @return whether it belongs to the request; if not, there is another token, or the gate holds
     */
    boolean isOwn(Call call, Attempt.Unauthorized refused, Wire wire) throws InterruptedException, GateClosedException {
        Token token = refused.token();
        while (!breaker.isHolding() && tokens.isCurrent(token)) {
            if (token.wasAcceptedSince(refused.endedAt())) {
                return true;
            }
            List<Call> known = probes.knownOfAny(call);
            if (known.isEmpty()) {
                refuse(token);
            } else {
                askInTurn(call, known, () -> token.wasAcceptedSince(refused.endedAt()), wire);
            }
        }
        return false;
    }

    private void refuse(Token token) {
        if (!tokens.refused(token)) {
            prober.refused();
        }
    }

    /** Asks one probe if it is this call's turn, or waits until something may have changed. */
    private void askInTurn(Call call, List<Call> known, Evidence evidence, Wire wire)
            throws InterruptedException, GateClosedException {
        Call probe = null;
        lock.lockInterruptibly();
        waiting++;
        try {
            long wait = asking >= MOST_ASKING ? ASK_EVERY.toNanos() : askAt - ticker.read();
            if (evidence.isThere() || breaker.isHolding()) {
                return;
            }
            if (wait <= 0) {
                probe = pick(call, known);
                askAt = ticker.read() + ASK_EVERY.toNanos();
                asking++;
            } else {
                changed.await(wait, TimeUnit.NANOSECONDS);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
        if (probe != null) {
            ask(probe, call, known.size(), wire);
        } else {
            breaker.checkClosed();
        }
    }

    private Call pick(Call call, List<Call> known) {
        FailedProbes before = failed.get(call.operation());
        return known.stream()
                .filter(each -> before == null || !before.contains(each.target()))
                .findFirst()
                .map(each -> ProbeTargets.of(each.target(), call.priority()))
                .orElseGet(() -> probes.ofNobody(call));
    }

    private void ask(Call probe, Call call, int known, Wire wire) throws InterruptedException, GateClosedException {
        long askedAt = ticker.read();
        Attempt end = null;
        try {
            end = prober.send(probe, wire);
        } finally {
            Attempt ended = end;
            locked(() -> {
                asking--;
                heard(probe, call, known, ended, askedAt);
                changed.signalAll();
            });
        }
    }

    /** @param end null if the one who asked was called off */
    private void heard(Call probe, Call call, int known, @Nullable Attempt end, long askedAt) {
        if (end instanceof Attempt.Answered) {
            failed.remove(call.operation());
        } else if (end instanceof Attempt.TokenRefused) {
            prober.refused();
        } else if (end == null) {
            askAt = ticker.read();
        } else {
            FailedProbes all = failed.computeIfAbsent(call.operation(), kind -> new FailedProbes(askedAt));
            all.add(probe.target());
            askAt = ticker.read();
            doubtUntil = askAt + DOUBT.toNanos();
            if (all.size() >= Math.min(WITNESSES_WANTED, Math.max(known, 1))) {
                failed.remove(call.operation());
                judge(call, end, all.since());
            }
        }
    }

    /** All probes failed: holds, unless others are answered all the same. */
    private void judge(Call call, Attempt last, long since) {
        if (last instanceof Attempt.Unauthorized refused) {
            if (!refused.token().wasAcceptedSince(since)) {
                refuse(refused.token());
            }
        } else if (recent.answeredSince(call, since, false)) {
            askAt += ASK_EVERY.toNanos();
        } else {
            breaker.hold(prober.notAnswering(call, (Attempt.Failed) last));
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the question has answered itself. */
    @FunctionalInterface
    private interface Evidence {
        boolean isThere();
    }
}
