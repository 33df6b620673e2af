package io.turnstile.bench;

/** One thing that is measured, with processes of its own that end with it. */
public interface Measure {

    /** Returns the name by which it is run alone. */
    String name();

    /** Measures, for about the time that the sizes ask for. */
    Findings run(Sizes sizes) throws Exception;
}
