package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Counts that are looked up when they are asked for, at most every two seconds, on a thread of their own. Whoever asks waits for
 * half a second at most: the index may be busy with searches of people for longer than a scrape has. Thread-safe.
 *
 * @param <T> what is counted, by name
 */
final class LookedUpCounts<T> {

    private static final long FRESH = Duration.ofSeconds(2).toNanos();
    private static final long OLD = Duration.ofMinutes(1).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Supplier<Optional<Map<String, T>>> look;
    private final Ticker ticker;
    private final Executor thread = thread();
    private CompletableFuture<Optional<Map<String, T>>> looking = CompletableFuture.completedFuture(Optional.empty());
    private Optional<Map<String, T>> known = Optional.empty();
    private long knownAt;
    private long lookAgainAt;
    private long waitAgainAt;

    /** @param look empty if it is not known at present; may take long */
    LookedUpCounts(Supplier<Optional<Map<String, T>>> look, Ticker ticker) {
        this.look = look;
        this.ticker = ticker;
        this.lookAgainAt = ticker.read();
        this.waitAgainAt = lookAgainAt;
    }

    private static Executor thread() {
        return new ThreadPoolExecutor(0, 1, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread made = new Thread(task, "dead-letter-counts");
            made.setDaemon(true);
            return made;
        });
    }

    /** Returns the counts of now, or those of a moment ago where that takes longer; empty if they are not known. */
    synchronized Optional<Map<String, T>> now() {
        long now = ticker.read();
        if (looking.isDone() && now - lookAgainAt >= 0) {
            looking = CompletableFuture.supplyAsync(look, thread);
            lookAgainAt = now + FRESH;
        }
        if (!looking.isDone() && now - waitAgainAt >= 0) {
            await();
        }
        if (looking.isDone()) {
            known = looking.exceptionally(closing -> Optional.empty()).join();
            knownAt = lookAgainAt;
        }
        return now - knownAt > OLD ? Optional.empty() : known;
    }

    private void await() {
        try {
            looking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            waitAgainAt = ticker.read() + FRESH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // The index ends before the last scrape: nothing is known then.
            waitAgainAt = ticker.read();
        }
    }
}
