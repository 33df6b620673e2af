package io.turnstile.altegio.gate.breaker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Operation;
import java.time.Duration;

/**
 * Clients whose last call of a kind failed for itself alone. A request of theirs gets one try, until a call of the kind
 * succeeds, or for an hour: that is longer than the last of the default retries is away. Of more than
 * {@value #MOST} clients, the rest gets full tries. Thread-safe.
 */
public final class FailingSubjects {

    private static final long MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Cache<Subject, Boolean> failing;

    public FailingSubjects(Ticker ticker) {
        this.failing = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    public void failed(Call call) {
        failing.put(Subject.of(call), true);
    }

    public void succeeded(Call call) {
        if (failing.estimatedSize() > 0) {
            failing.invalidate(Subject.of(call));
        }
    }

    public boolean contains(Call call) {
        return failing.getIfPresent(Subject.of(call)) != null;
    }

    private record Subject(Operation operation, String name) {
        static Subject of(Call call) {
            return new Subject(call.operation(), call.subject());
        }
    }
}
