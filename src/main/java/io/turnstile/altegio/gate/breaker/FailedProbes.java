package io.turnstile.altegio.gate.breaker;

import java.util.HashSet;
import java.util.Set;

/** Probes of one kind that failed since one was answered last. Not thread-safe. */
public final class FailedProbes {

    private final long since;
    private final Set<String> targets = new HashSet<>();

    /** @param since when the first was asked, of the ticker */
    public FailedProbes(long since) {
        this.since = since;
    }

    public void add(String target) {
        targets.add(target);
    }

    public boolean contains(String target) {
        return targets.contains(target);
    }

    public int size() {
        return targets.size();
    }

    public long since() {
        return since;
    }
}
