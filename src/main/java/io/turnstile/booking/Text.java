package io.turnstile.booking;

import java.nio.charset.StandardCharsets;

/** Limit for the length of text that came from outside, fit for people. */
public final class Text {

    private Text() {}

    /** Returns the text with each half of a character replaced, so that it can be written as UTF-8. */
    public static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    /**
     * Returns the text, cut to at most {@code most} characters with an ellipsis at the end; never half a character.
     *
     * @param most at least 1
     */
    public static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most > 1 && Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
