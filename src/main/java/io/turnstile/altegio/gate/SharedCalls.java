package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.DecisionRule;
import io.turnstile.telemetry.Tracing;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls on their way that identical reads share. An answer serves a request only if the call was sent after the request was
 * read from Kafka, so that no request is decided on an answer older than itself; both times are of the ticker, which nobody sets. Answers that decided something are kept for
 * a minute, {@value #MAX_BYTES} bytes of them at most. Thread-safe; waiters block on their own threads.
 */
final class SharedCalls {

    private static final long MAX_BYTES = 16 * 1024 * 1024;

    private final ConcurrentMap<String, SharedCall> flights = new ConcurrentHashMap<>();
    private final Cache<String, BufferedResponse> kept;
    private final GateMetrics metrics;

    SharedCalls(GateMetrics metrics, Ticker ticker) {
        this.metrics = metrics;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((String target, BufferedResponse answer) -> answer.weight())
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(ticker)
                .build();
    }

    /**
     * Returns an answer that may serve the call: kept, still to come, or made by this thread.
     *
     * @throws IOException the fault in which the call ended, also when another thread made it
     */
    BufferedResponse answer(Call call, Maker maker) throws IOException, InterruptedException {
        if (!call.isShareable()) {
            return maker.make(SharedCall.alone());
        }
        for (; ; ) {
            BufferedResponse known = known(call);
            if (known != null) {
                return known;
            }
            SharedCall running = flights.get(call.target());
            if (running != null && running.mayServe(call)) {
                Optional<BufferedResponse> landed = running.await();
                if (landed.isPresent()) {
                    metrics.shared();
                    Tracing.answerShared();
                    return landed.get();
                }
                continue;
            }
            SharedCall own = new SharedCall(call.priority());
            if (takesPlaceOf(running, own, call.target())) {
                return make(call, own, maker);
            }
        }
    }

    private boolean takesPlaceOf(@Nullable SharedCall running, SharedCall own, String target) {
        return running == null ? flights.putIfAbsent(target, own) == null : flights.replace(target, running, own);
    }

    private @Nullable BufferedResponse known(Call call) {
        BufferedResponse answer = kept.getIfPresent(call.target());
        if (answer == null || !SharedCall.isAfter(answer.sentAt(), call)) {
            return null;
        }
        metrics.shared();
        Tracing.answerShared();
        return answer;
    }

    private BufferedResponse make(Call call, SharedCall own, Maker maker) throws IOException, InterruptedException {
        try {
            // The flight that was there a moment ago may have landed meanwhile.
            BufferedResponse known = known(call);
            BufferedResponse answer = known != null ? known : maker.make(own);
            if (DecisionRule.isDecision(call, answer)) {
                kept.put(call.target(), answer);
            }
            own.land(answer);
            return answer;
        } catch (IOException fault) {
            own.fail(fault);
            throw fault;
        } finally {
            flights.remove(call.target(), own);
            own.abandon();
        }
    }

    /** Makes a call of its own. */
    @FunctionalInterface
    interface Maker {
        /** @param flight told when the call is sent */
        BufferedResponse make(SharedCall flight) throws IOException, InterruptedException;
    }
}
