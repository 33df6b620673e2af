package io.turnstile.cli.demo;

import io.turnstile.cli.OptionalCommand;
import io.turnstile.cli.client.ConfigOption;
import io.turnstile.config.Settings;
import io.turnstile.routetest.RouteTestReport;
import io.turnstile.routetest.RouteTestResult;
import io.turnstile.routetest.RouteTestRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command that runs the tests beside route files. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run the tests that stand beside the routes (*.test.yaml): a line each, exit status 1 if any fails.",
            "Needs neither Kafka nor a network: calls are answered by the tests."
        })
public final class TestCommand implements OptionalCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Folder of routes and tests (default: what turnstile.routes names).")
    private Path folder;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML too.")
    private Path junit;

    @Override
    public Integer call() throws Exception {
        // A test that lets a booking fail is no news.
        Configurator.setLevel("io.turnstile.route", Level.ERROR);
        Settings settings = config.load();
        PrintWriter out = spec.commandLine().getOut();
        Path where = folder == null ? settings.routes() : folder;
        try (RouteTestRun run = RouteTestRun.load(settings, where, System::nanoTime)) {
            RouteTestReport report = run.run(result -> print(out, result));
            if (junit != null) {
                report.writeJunit(junit);
            }
            if (report.results().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("turnstile: There are no tests in " + where + ": name them NAME.test.yaml");
                return 1;
            }
            if (!report.missed().isEmpty()) {
                out.println("No test came through:");
                report.missed().forEach(step -> out.println("     " + step));
            }
            out.printf(
                    Locale.ROOT,
                    "tests=%d failed=%d steps=%d tested=%d%n",
                    report.results().size(),
                    report.failed(),
                    report.steps(),
                    report.steps() - report.missed().size());
            return report.failed() == 0 ? 0 : 1;
        }
    }

    private static void print(PrintWriter out, RouteTestResult result) {
        out.printf(Locale.ROOT, "%-4s %s: %s%n", result.isPassed() ? "ok" : "FAIL", result.file(), result.name());
        result.differences().forEach(line -> out.println("     " + line));
        out.flush();
    }
}
