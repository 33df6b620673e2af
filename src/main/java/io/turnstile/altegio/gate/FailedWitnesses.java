package io.turnstile.altegio.gate;

import java.util.HashSet;
import java.util.Set;

/** Witnesses of one kind that failed since one was answered last. Not thread-safe. */
final class FailedWitnesses {

    private final long since;
    private final Set<String> targets = new HashSet<>();

    /** @param since when the first was asked, of the ticker */
    FailedWitnesses(long since) {
        this.since = since;
    }

    void add(String target) {
        targets.add(target);
    }

    boolean contains(String target) {
        return targets.contains(target);
    }

    int size() {
        return targets.size();
    }

    long since() {
        return since;
    }
}
