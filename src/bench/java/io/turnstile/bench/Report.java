package io.turnstile.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Report in Markdown, made of what the measures found and of the template beside this class. Nothing else writes its table. */
final class Report {

    private static final String TEMPLATE = "benchmarks.md";

    private final String machine = Machine.description();
    private final Path file;
    private final double scale;
    private final List<Findings> found = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    Report(Path file, double scale) throws IOException {
        this.file = file;
        this.scale = scale;
    }

    void add(Findings findings) {
        found.add(findings);
    }

    /** Notes that a measure has no figures, and why. */
    void addFailed(String measure, String why) {
        failed.add(measure + ": " + why);
    }

    boolean isWhole() {
        return failed.isEmpty();
    }

    /** Writes it anew, with all there is so far. */
    void write(Duration taken) throws IOException {
        String text = template();
        Map<String, String> values = Map.of(
                "machine", machine,
                "versions", Machine.versions(),
                "commit", Machine.commit(),
                "taken", taken.toSeconds() + " s" + (scale == 1 ? "" : ", at " + scale + " of the sizes"),
                "figures", figures(),
                "contestants", contestants(),
                "details", details());
        for (Map.Entry<String, String> each : values.entrySet()) {
            text = text.replace("{{" + each.getKey() + "}}", each.getValue());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private static String template() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Report.class.getResourceAsStream(TEMPLATE))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String figures() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("what", "reach", "measured", "reached"));
        found.forEach(each -> each.rows()
                .forEach(row ->
                        table.add(List.of(row.what(), row.reach(), row.measured(), row.reached() ? "yes" : "**no**"))));
        String text = new Findings("").table(table).details();
        return failed.isEmpty() ? text : text + "\n\nNot measured: " + String.join("; ", failed) + ".";
    }

    private static String contestants() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "order", "exactly once", "dead letters", "quota"));
        for (Contestant each : Contestant.values()) {
            table.add(Stream.concat(Stream.of(each.title()), each.guarantees().stream())
                    .toList());
        }
        return new Findings("").table(table).details();
    }

    private String details() {
        StringBuilder text = new StringBuilder();
        for (Findings each : found) {
            text.append("### ").append(each.title()).append("\n\n");
            text.append(each.details()).append("\n\n");
        }
        return text.toString().stripTrailing();
    }
}
