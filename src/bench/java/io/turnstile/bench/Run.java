package io.turnstile.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One way through the requests of a stage, by one or more processes of a contestant. They end with it. */
public final class Run implements AutoCloseable {

    private final String name;
    private final Map<String, String> environment;
    private final OutcomeWatch outcomes;
    private final List<ChildProcess> processes = new ArrayList<>();

    Run(String name, Map<String, String> environment, OutcomeWatch outcomes) {
        this.name = name;
        this.environment = environment;
        this.outcomes = outcomes;
    }

    public ChildProcess start(Contestant contestant) throws IOException {
        return start(contestant, "one");
    }

    /** Starts an instance. */
    public ChildProcess start(Contestant contestant, String instance) throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        own.put("TURNSTILE_INSTANCE", instance);
        ChildProcess process = contestant.start(name, own);
        processes.add(process);
        return process;
    }

    public OutcomeWatch outcomes() {
        return outcomes;
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
        outcomes.close();
    }
}
