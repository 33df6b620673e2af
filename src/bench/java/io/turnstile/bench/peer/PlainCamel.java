package io.turnstile.bench.peer;

import org.apache.camel.main.Main;

/** Camel's own main class with one route in YAML: the components' defaults, and two consumers. */
public final class PlainCamel {

    private PlainCamel() {}

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().withRoutesIncludePattern("classpath:io/turnstile/bench/peer/plain-camel.yaml");
        main.run();
    }
}
