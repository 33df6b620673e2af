package io.turnstile.altegio.gate;

import io.turnstile.altegio.gate.quota.QuotaWindows;
import io.turnstile.endtoend.fixture.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A small world for properties: instances with endless backlogs, and a server that counts each call when it arrives. */
public final class QuotaAssertions {

    public final ManualClock clock = new ManualClock();
    public final List<Long> arrivals = new ArrayList<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final Random random;
    private final long longestCall;

    public QuotaAssertions(long seed, long longestCallMs) {
        random = new Random(seed);
        longestCall = TimeUnit.MILLISECONDS.toNanos(longestCallMs);
    }

    /** Lets the instances call whenever they may, for some seconds. */
    public void run(List<QuotaWindows> instances, int seconds) {
        long until = clock.read() + TimeUnit.SECONDS.toNanos(seconds);
        while (clock.read() < until) {
            long now = clock.read();
            while (!ends.isEmpty() && ends.peek().at <= now) {
                ends.poll().of.end(now);
            }
            long next = until;
            for (QuotaWindows instance : instances) {
                long wait;
                while ((wait = instance.waitFor(now)) <= 0) {
                    call(instance, now);
                }
                next = wait == Long.MAX_VALUE ? next : Math.min(next, now + wait);
            }
            clock.moveTo(Math.min(next, ends.isEmpty() ? next : Math.max(now + 1, ends.peek().at)));
        }
    }

    private void call(QuotaWindows instance, long now) {
        long takes = 1 + (long) (random.nextDouble() * longestCall);
        instance.start();
        ends.add(new End(now + takes, instance));
        arrivals.add(now + (long) (random.nextDouble() * takes));
    }

    /** Lets an instance die: its calls under way still arrive, and it never hears of their ends. */
    void kill(QuotaWindows instance) {
        ends.removeIf(end -> end.of == instance);
    }

    /** Returns the most calls that the server saw in any window of this length, both ends counted. */
    public int most(long windowMs) {
        long window = TimeUnit.MILLISECONDS.toNanos(windowMs);
        List<Long> sorted = arrivals.stream().sorted().toList();
        int most = 0;
        for (int first = 0, last = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) > window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private record End(long at, QuotaWindows of) {}
}
