package io.turnstile.faults;

import io.turnstile.faults.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Heap and threads of an instance that lives through a run: neither may grow or go. One thread's. */
final class Endurance {

    private static final Duration BETWEEN = Duration.ofSeconds(20);
    private static final long MIB = 1024 * 1024;

    /** Threads that a pool may end when they idle, and start again. */
    private static final String POOLED =
            ".*(pool-|qtp|booking-|http-call-|http-watch-|ForkJoin|HttpClient-|Attach Listener|process reaper|SIG|C1 |C2 |Caffeine).*";

    private final Instance instance;
    private final List<Long> liveMebibytes = new ArrayList<>();
    private final Set<String> firstThreads = new TreeSet<>();
    private final Set<String> lastThreads = new TreeSet<>();
    private long next = System.nanoTime() + BETWEEN.toNanos();

    Endurance(Instance instance) {
        this.instance = instance;
    }

    /** Collects its garbage and looks, if it is time. */
    void look() throws IOException, InterruptedException {
        if (System.nanoTime() - next < 0) {
            return;
        }
        next = System.nanoTime() + BETWEEN.toNanos();
        liveMebibytes.add(instance.liveBytes() / MIB);
        lastThreads.clear();
        lastThreads.addAll(instance.threads());
        if (firstThreads.isEmpty()) {
            firstThreads.addAll(lastThreads);
        }
    }

    /** Returns what is not as it should be; a run of less than two minutes tells nothing of the heap. */
    List<Violation> violations() {
        return violations(liveMebibytes, firstThreads, lastThreads);
    }

    static List<Violation> violations(List<Long> mebibytes, Set<String> first, Set<String> last) {
        List<Violation> violations = new ArrayList<>();
        int third = mebibytes.size() / 3;
        if (third > 1) {
            double before = mean(mebibytes.subList(third, 2 * third));
            double after = mean(mebibytes.subList(mebibytes.size() - third, mebibytes.size()));
            if (after > before * 1.2 + 5) {
                violations.add(new Violation(Kind.PROCESS, "the heap grows: " + mebibytes + " MiB after collections"));
            }
        }
        Set<String> gone = new TreeSet<>(first);
        gone.removeAll(last);
        gone.removeIf(name -> name.matches(POOLED));
        if (!gone.isEmpty()) {
            violations.add(new Violation(Kind.PROCESS, "threads are gone: " + gone));
        }
        return violations;
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    @Override
    public String toString() {
        return "heap after collections of the instance that lasts, MiB: " + liveMebibytes;
    }
}
