package io.turnstile.cli.text;

import java.io.PrintWriter;
import java.util.Locale;

/** Bar that is drawn in place on a terminal, and nowhere else. */
public final class ProgressBar {

    private static final int WIDTH = 40;

    private final PrintWriter out;
    private final String label;
    private final int total;
    private final boolean terminal = Terminal.isThere();

    public ProgressBar(PrintWriter out, String label, int total) {
        this.out = out;
        this.label = label;
        this.total = total;
    }

    public void show(int done) {
        if (terminal) {
            int filled = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
            out.printf(
                    Locale.ROOT,
                    "\r%s%s %d of %d %s",
                    "█".repeat(filled),
                    "░".repeat(WIDTH - filled),
                    done,
                    total,
                    label);
            out.flush();
        }
    }

    public void end() {
        if (terminal) {
            out.println();
        }
    }
}
