package io.turnstile.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one measure found: rows for the table of all figures, and a text in Markdown with the details. */
public final class Findings {

    /**
     * Figure beside what is to be reached.
     *
     * @param reached whether it is
     */
    public record Row(String what, String reach, String measured, boolean reached) {}

    private final String title;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    public Findings(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public List<Row> rows() {
        return rows;
    }

    /** Adds a figure that may be no larger than the limit. */
    public Findings atMost(String what, double limit, double measured, String unit) {
        return add(what, "at most ", limit, measured, unit, measured <= limit);
    }

    /** Adds a figure that may be no smaller than the limit. */
    public Findings atLeast(String what, double limit, double measured, String unit) {
        return add(what, "at least ", limit, measured, unit, measured >= limit);
    }

    private Findings add(String what, String how, double limit, double measured, String unit, boolean reached) {
        rows.add(new Row(what, how + number(limit) + unit, number(measured) + unit, reached));
        return this;
    }

    /** Adds a line of Markdown. */
    public Findings detail(String line) {
        details.add(line);
        return this;
    }

    /** Adds a row of a table; the first is its head. */
    public Findings table(List<List<String>> lines) {
        for (int i = 0; i < lines.size(); i++) {
            details.add("| " + String.join(" | ", lines.get(i)) + " |");
            if (i == 0) {
                details.add("|" + "---|".repeat(lines.get(0).size()));
            }
        }
        return this;
    }

    public String details() {
        return String.join("\n", details);
    }

    /** Returns a number with as many digits as tell something. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "not measured";
        }
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
