package io.turnstile.bench;

import io.turnstile.bench.peer.HandWrittenLoop;
import io.turnstile.bench.peer.ParallelLoop;
import io.turnstile.bench.peer.PlainCamel;
import io.turnstile.bench.peer.SpringListener;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is compared, and what each guarantees. */
public enum Contestant {
    TURNSTILE(
            "Turnstile",
            null,
            "by key",
            "yes: outcome and progress in one transaction",
            "with reason, evidence and replay",
            "shared by all instances"),
    LOOP("hand-written loop", HandWrittenLoop.class, "none within a batch", "yes: a transaction a batch", "no", "no"),
    PLAIN_CAMEL(
            "plain Camel",
            PlainCamel.class,
            "by partition",
            "no: offsets are committed by themselves, also past what failed",
            "no",
            "no"),
    SPRING(
            "Spring Kafka",
            SpringListener.class,
            "by partition",
            "no: at least once",
            "no: after ten attempts it is logged and left out",
            "no"),
    PARALLEL_CONSUMER(
            "Parallel Consumer", ParallelLoop.class, "by key", "no: at least once", "no: it tries for ever", "no");

    private final String title;
    private final Class<?> main;
    private final List<String> guarantees;

    Contestant(String title, Class<?> main, String... guarantees) {
        this.title = title;
        this.main = main;
        this.guarantees = List.of(guarantees);
    }

    public String title() {
        return title;
    }

    /** Returns what it guarantees: order, exactly once, dead letters, quota. */
    public List<String> guarantees() {
        return guarantees;
    }

    /** Starts it: Turnstile by its launcher, with the launcher's defaults, the others with the same collector and heap. */
    ChildProcess start(String log, Map<String, String> environment) throws IOException {
        String file = log + "-" + name().toLowerCase(Locale.ROOT);
        return main == null
                ? ChildProcess.start(file, environment, List.of("./turnstile", "run"))
                : ChildProcess.java(file, environment, main);
    }
}
