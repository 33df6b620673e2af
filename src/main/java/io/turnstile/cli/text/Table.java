package io.turnstile.cli.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Printer of rows in columns that fit a width: the last column takes what the others leave. */
public final class Table {

    private static final String GAP = "  ";
    private static final int LEAST_OF_LAST = 10;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    public void add(List<String> cells) {
        rows.add(cells.stream().map(PlainText::line).toList());
    }

    public void print(PrintWriter out, int width) {
        int last = rows.get(0).size() - 1;
        int[] widths = IntStream.range(0, last)
                .map(column -> rows.stream()
                        .mapToInt(row -> PlainText.width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        int left = Math.max(LEAST_OF_LAST, width - IntStream.of(widths).sum() - GAP.length() * last);
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < last; column++) {
                String cell = row.get(column);
                line.append(cell)
                        .append(" ".repeat(widths[column] - PlainText.width(cell)))
                        .append(GAP);
            }
            out.println((line + PlainText.cut(row.get(last), left)).stripTrailing());
        }
    }
}
