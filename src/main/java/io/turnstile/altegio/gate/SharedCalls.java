package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets identical reads share one call. An answer serves a request only if the call was sent after the request was read from
 * Kafka, so that no request is decided on an answer older than itself. Answers that decided something are kept for a minute,
 * {@value #MAX_BYTES} bytes of them at most. Thread-safe; waiters block on their own threads.
 */
final class SharedCalls {

    private static final long MAX_BYTES = 16 * 1024 * 1024;

    private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
    private final Cache<String, Answer> kept;
    private final GateMetrics metrics;

    SharedCalls(GateMetrics metrics, Ticker ticker) {
        this.metrics = metrics;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((String target, Answer answer) -> answer.weight())
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(ticker)
                .build();
    }

    /**
     * Returns an answer that may serve the call: kept, still to come, or made by this thread.
     *
     * @throws IOException the fault in which the call ended, also when another thread made it
     */
    Answer answer(Call call, Maker maker) throws IOException, InterruptedException {
        if (!call.isShareable()) {
            return maker.make(Flight.alone());
        }
        for (; ; ) {
            Answer known = known(call);
            if (known != null) {
                return known;
            }
            Flight running = flights.get(call.target());
            if (running != null && running.mayServe(call)) {
                Optional<Answer> landed = running.await();
                if (landed.isPresent()) {
                    metrics.shared();
                    return landed.get();
                }
                continue;
            }
            Flight own = new Flight(call.priority());
            if (takesPlaceOf(running, own, call.target())) {
                return make(call, own, maker);
            }
        }
    }

    private boolean takesPlaceOf(Flight running, Flight own, String target) {
        return running == null ? flights.putIfAbsent(target, own) == null : flights.replace(target, running, own);
    }

    private Answer known(Call call) {
        Answer answer = kept.getIfPresent(call.target());
        if (answer == null || !Flight.isAfter(answer.sentAt(), call)) {
            return null;
        }
        metrics.shared();
        return answer;
    }

    private Answer make(Call call, Flight own, Maker maker) throws IOException, InterruptedException {
        try {
            // The flight that was there a moment ago may have landed meanwhile.
            Answer known = known(call);
            Answer answer = known != null ? known : maker.make(own);
            if (Decisions.isDecision(call, answer)) {
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
        /** @param flight is told when the call goes on the wire */
        Answer make(Flight flight) throws IOException, InterruptedException;
    }
}
