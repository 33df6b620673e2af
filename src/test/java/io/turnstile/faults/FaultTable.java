package io.turnstile.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Page of what several runs saw. Nothing else writes it. */
final class FaultTable {

    private final Map<String, FaultReport.Row> rows = new TreeMap<>();
    private final List<Long> seeds = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int requests;

    void add(FaultReport report) {
        seeds.add(report.seed());
        requests += report.requests();
        report.rows().forEach((kind, row) -> rows.merge(kind, row, FaultReport.Row::plus));
        report.violations().forEach(each -> violations.add("seed " + report.seed() + ": " + each));
    }

    boolean isGreen() {
        return violations.isEmpty();
    }

    List<String> violations() {
        return violations;
    }

    void write(Path page) throws IOException, InterruptedException {
        Files.writeString(page, text(commit()));
    }

    String text(String commit) {
        StringBuilder text = new StringBuilder(
                """
                # What was tried to lose a booking

                Written by `mvn -B -Pfaults verify`, and by nothing else: see [Test](testing.md).

                Commit %s, seeds %s: %d requests, %s.

                | fault | times | requests in hand meanwhile | longest wait of any |
                |---|---|---|---|
                """
                        .formatted(
                                commit,
                                seeds,
                                requests,
                                isGreen() ? "every promise was kept" : "not every promise was kept"));
        rows.forEach((kind, row) -> text.append(
                "| %s | %d | %d | %.1f s |%n".formatted(kind, row.times(), row.requests(), row.worst() / 1000.0)));
        violations.forEach(each -> text.append("\n- ").append(each.replace('|', '/')));
        return text.append(isGreen() ? "" : "\n").toString();
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        git.waitFor();
        return commit.isEmpty() ? "unknown" : commit;
    }
}
