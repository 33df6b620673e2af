package io.turnstile.altegio.gate.quota;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A sliding window over calls, as the server sees them. The server may count a call at any time between its start and its
 * end, so a call fills a place from its start until the length of the window after its end. As long as calls start only
 * when {@link #waitFor} is 0, no window of any position holds more than the limit. Times are nanoseconds of one ticker. Not
 * thread-safe.
 */
final class SlidingWindow {

    /** The answer of {@link #waitFor} when only the end of a call, or a larger limit, can make room. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private final long length;
    private final int most;
    private final CallLog log;
    private final Deque<Long> ended = new ArrayDeque<>();
    private int running;

    /** @param most the highest limit there will ever be; of more calls than that, only the latest make a difference */
    SlidingWindow(Duration length, int most, CallLog log) {
        this.length = length.toNanos();
        this.most = most;
        this.log = log;
    }

    void start() {
        log.started();
        running++;
    }

    void end(long now) {
        running--;
        // Places can be filled ahead of now: what ends before them must leave before them.
        if (!ended.isEmpty() && ended.peekLast() - now > 0) {
            restore(List.of(now));
        } else {
            ended.addLast(now);
        }
        used(now);
        log.ended(now);
    }

    /** Returns how many places are filled. */
    int used(long now) {
        while (!ended.isEmpty() && now - ended.peekFirst() > length) {
            ended.removeFirst();
        }
        return running + ended.size();
    }

    /** Returns when the calls of the filled places ended, the earliest first; those that run count as ended now. */
    List<Long> taken(long now) {
        used(now);
        List<Long> taken = new ArrayList<>(ended);
        taken.addAll(Collections.nCopies(running, now));
        return taken;
    }

    /** Returns for how many nanoseconds a call must wait, if no other starts before: 0 when there is room. */
    long waitFor(int limit, long now) {
        int tooMany = used(now) - limit + 1;
        if (tooMany <= 0) {
            return 0;
        }
        if (tooMany > ended.size()) {
            return UNKNOWN;
        }
        long leaves = ended.stream().skip(tooMany - 1L).findFirst().orElseThrow();
        return leaves + length - now + 1;
    }

    /** Fills places as if calls had ended at that time: what others may have done with places that are ours now. */
    void fill(int places, long endedAt) {
        int filled = Math.min(places, most);
        if (filled > 0) {
            log.filled(filled, endedAt);
            restore(Collections.nCopies(filled, endedAt));
        }
    }

    /** Fills places with calls that the log knows already. */
    void restore(List<Long> endedAt) {
        List<Long> all = new ArrayList<>(ended);
        all.addAll(endedAt);
        all.sort((one, other) -> Long.signum(one - other));
        ended.clear();
        ended.addAll(all.subList(Math.max(0, all.size() - most), all.size()));
    }
}
