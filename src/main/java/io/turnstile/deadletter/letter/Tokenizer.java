package io.turnstile.deadletter.letter;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tokenizer of what is searched for: words are runs of letters and digits, without case and accents. */
public final class Tokenizer {

    private Tokenizer() {}

    /** Returns the words of a text. */
    public static List<String> of(String text) {
        return Arrays.stream(plain(text).split("[^a-z0-9\\x80-\\x{10FFFF}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Returns a text of which SQLite's {@code ascii} tokenizer makes the same words: to it, all beyond ASCII are letters. */
    public static String plain(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed.toLowerCase(Locale.ROOT).codePoints().forEach(each -> {
            if (Character.isLetterOrDigit(each)) {
                plain.appendCodePoint(each);
            } else if (Character.getType(each) != Character.NON_SPACING_MARK) {
                plain.append(' ');
            }
        });
        return plain.toString();
    }

    /** Returns whether the tokenizer makes the same words of a text itself as of {@link #plain}. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each >= 0x80 || each == 0) {
                return false;
            }
        }
        return true;
    }
}
