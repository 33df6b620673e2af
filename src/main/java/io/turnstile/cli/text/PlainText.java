package io.turnstile.cli.text;

import java.util.regex.Pattern;

/** Filter that makes text from messages fit for a terminal: nothing in it can move the cursor, colour or rename a window. */
public final class PlainText {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\u2028\\u2029]");
    private static final Pattern CONTROLS_BUT_LINES =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\u2028\\u2029&&[^\n]]");

    private PlainText() {}

    /** Returns the text on one line. */
    public static String line(String text) {
        return CONTROLS.matcher(text).replaceAll("·");
    }

    public static String lines(String text) {
        return CONTROLS_BUT_LINES
                .matcher(text.replace("\r\n", "\n").replace("\t", "    "))
                .replaceAll("·");
    }

    /** Returns the text on one line, cut to a width. */
    static String cut(String text, int width) {
        String line = line(text);
        int characters = line.codePointCount(0, line.length());
        return characters <= width ? line : line.substring(0, line.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }
}
