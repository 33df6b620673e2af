package io.turnstile.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limiter of guesses: how often tokens that may be wrong are looked at. Each address may be wrong a few times; from then on
 * its tokens are looked at one after the other, at an even pace, and what comes meanwhile waits for its turn. A right token
 * waits too, for a moment, and is never refused because of the wrong ones before it, so nobody can lock others out who share
 * an address, as all do behind some proxies. All addresses behind one peer together have a faster pace of their own: naming
 * ever new addresses gains little. Thread-safe.
 */
final class GuessLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(GuessLimiter.class);

    private static final Pace ADDRESS = new Pace(10, Duration.ofMillis(100));
    private static final Pace PEER = new Pace(50, Duration.ofMillis(20));
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MOST_ADDRESSES = 10_000;

    /** @param free turns that nobody waits for */
    private record Pace(int free, Duration every) {}

    private final Ticker ticker;
    private final Cache<String, AtomicLong> nextTurns;
    private final Cache<String, AtomicLong> wrong;

    GuessLimiter(Ticker ticker) {
        this.ticker = ticker;
        this.nextTurns = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(Duration.ofMinutes(10))
                .ticker(ticker)
                .build();
        this.wrong = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(Duration.ofHours(1))
                .ticker(ticker)
                .build();
    }

    /** Returns how long a token from there has to wait until it is looked at; empty if too many wait before it. */
    Optional<Duration> turn(Source source) {
        long now = ticker.read();
        AtomicLong address = turns(source.address(), now);
        AtomicLong peer = turns("peer " + source.peer(), now);
        long wait = Math.max(wait(address, ADDRESS, now), wait(peer, PEER, now));
        if (wait > LONGEST_WAIT.toNanos()) {
            return Optional.empty();
        }
        take(address, ADDRESS, now);
        take(peer, PEER, now);
        return Optional.of(Duration.ofNanos(Math.max(0, wait)));
    }

    private AtomicLong turns(String key, long now) {
        return nextTurns.get(key, any -> new AtomicLong(now));
    }

    private static long wait(AtomicLong next, Pace pace, long now) {
        return next.get() - now - pace.every().toNanos() * pace.free();
    }

    private static void take(AtomicLong next, Pace pace, long now) {
        next.updateAndGet(at -> (at - now < 0 ? now : at) + pace.every().toNanos());
    }

    /** Gives the turn back: the token was right. */
    void right(Source source) {
        long now = ticker.read();
        turns(source.address(), now).addAndGet(-ADDRESS.every().toNanos());
        turns("peer " + source.peer(), now).addAndGet(-PEER.every().toNanos());
    }

    /** Notes a wrong token in the log; of many from one address, the first ones and then every hundredth. */
    void wrong(Source source, String call, String how) {
        long count = wrong.get(source.address(), any -> new AtomicLong()).incrementAndGet();
        if (count <= ADDRESS.free() || count % 100 == 0) {
            LOG.warn("Wrong token from {} ({}): {}, {} so far", source.address(), how, call, count);
        }
    }
}
