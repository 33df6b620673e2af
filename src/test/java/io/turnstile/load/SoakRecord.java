package io.turnstile.load;

import io.turnstile.app.RequestSender;
import io.turnstile.load.SoakTraffic.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** What a soak sent and saw. Sent by one thread, told by another. */
final class SoakRecord {

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Integer> faults = new LinkedHashMap<>();
    private final List<long[]> kills = new ArrayList<>();
    private final List<Long> liveBytes = new ArrayList<>();
    private final TreeSet<String> firstThreads = new TreeSet<>();
    private final TreeSet<String> lastThreads = new TreeSet<>();
    private int looks;
    private int readyLooks;

    /** Request on its topic. @param at milliseconds since the epoch */
    record Sent(Request request, long at) {}

    /** Sends requests at an even pace. Returns null, so that it can be submitted as what may fail. */
    Void send(RequestSender sender, List<Request> requests, int perSecond) throws InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < requests.size(); i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Request request = requests.get(i);
            long at = System.currentTimeMillis();
            RequestSender.Sent written = sender.send(request.record());
            sent.put(written.id(), new Sent(request, at));
        }
        return null;
    }

    Map<String, Sent> sent() {
        return sent;
    }

    Collection<String> ids() {
        return sent.keySet();
    }

    void fault(String what) {
        faults.merge(what, 1, Integer::sum);
    }

    /** Returns what went wrong, and how often. */
    Map<String, Integer> faults() {
        return faults;
    }

    void ready(boolean is) {
        looks++;
        readyLooks += is ? 1 : 0;
    }

    double readyShare() {
        return looks == 0 ? 0 : (double) readyLooks / looks;
    }

    /** Notes that an instance was away, from and to in milliseconds since the epoch. */
    void killed(long from, long to) {
        kills.add(new long[] {from, to});
    }

    int kills() {
        return kills.size();
    }

    /** Returns whether an instance was away, or had just come back, at any time in between. */
    boolean anyAway(long from, long to, long comeBackMillis) {
        return kills.stream().anyMatch(each -> from <= each[1] + comeBackMillis && to >= each[0]);
    }

    void measured(long bytes, List<String> threads) {
        liveBytes.add(bytes);
        if (firstThreads.isEmpty()) {
            firstThreads.addAll(threads);
        }
        lastThreads.clear();
        lastThreads.addAll(threads);
    }

    List<Long> liveBytes() {
        return liveBytes;
    }

    /** Returns the names of threads that were there at first, and are no more. */
    Collection<String> threadsGone() {
        TreeSet<String> gone = new TreeSet<>(firstThreads);
        gone.removeAll(lastThreads);
        return gone;
    }
}
