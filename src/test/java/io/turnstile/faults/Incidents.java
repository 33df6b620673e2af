package io.turnstile.faults;

import java.util.ArrayList;
import java.util.List;

/** What was seen while it ran that must not be: a process that ended by itself, say. Thread-safe. */
final class Incidents {

    private final List<Violation> seen = new ArrayList<>();

    synchronized void note(String what) {
        seen.add(new Violation(Violation.Kind.PROCESS, what));
    }

    synchronized List<Violation> seen() {
        return List.copyOf(seen);
    }
}
