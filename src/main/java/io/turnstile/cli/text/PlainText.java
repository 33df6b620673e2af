package io.turnstile.cli.text;

import java.util.regex.Pattern;

/** Filter that makes text from messages fit for a terminal: nothing in it can move the cursor, colour or rename a window. */
public final class PlainText {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\u2028\\u2029]");
    private static final Pattern CONTROLS_BUT_LINES =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\u2028\\u2029&&[^\n]]");

    /** Characters to which terminals give two columns: Chinese, Japanese, Korean, full-width forms and emoji. */
    private static final Pattern WIDE =
            Pattern.compile("[\\p{IsHan}\\p{IsHangul}\\p{IsHiragana}\\p{IsKatakana}\\x{3000}-\\x{303e}"
                    + "\\x{ff01}-\\x{ff60}\\x{ffe0}-\\x{ffe6}\\x{1f300}-\\x{1f64f}\\x{1f680}-\\x{1f6ff}\\x{1f900}-\\x{1faff}"
                    + "&&[^\\x{ff61}-\\x{ffdc}]]");

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

    /** Returns how many columns of a terminal a line takes: a wide character two, one that combines with another none. */
    static int width(String line) {
        return line.codePoints().map(PlainText::width).sum();
    }

    private static int width(int character) {
        if (Character.getType(character) == Character.NON_SPACING_MARK
                || Character.getType(character) == Character.ENCLOSING_MARK) {
            return 0;
        }
        return WIDE.matcher(Character.toString(character)).matches() ? 2 : 1;
    }

    /** Returns the text on one line, cut to a width in columns. */
    static String cut(String text, int width) {
        String line = line(text);
        if (width(line) <= width) {
            return line;
        }
        int end = 0;
        for (int left = width - 1; end < line.length(); end += Character.charCount(line.codePointAt(end))) {
            left -= width(line.codePointAt(end));
            if (left < 0) {
                break;
            }
        }
        return line.substring(0, end) + "…";
    }
}
