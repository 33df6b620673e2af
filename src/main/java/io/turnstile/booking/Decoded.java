package io.turnstile.booking;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text with its escapes undone, that knows of each of its characters where in the original it came from.
 *
 * @param text what it says
 * @param from where in the original each character begins; null while nothing was undone
 * @param to where in the original each character ends; null while nothing was undone
 */
record Decoded(String text, int @Nullable [] from, int @Nullable [] to) {

    private static final Map<String, Character> NAMED =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "nbsp", ' ', "plus", '+');
    private static final int LONGEST_ENTITY = 10;

    static Decoded plain(String text) {
        return new Decoded(text, null, null);
    }

    int from(int at) {
        return from == null ? at : from[at];
    }

    int to(int at) {
        return to == null ? at + 1 : to[at];
    }

    /** Undoes one more layer of escapes; null if there is none. */
    @Nullable
    Decoded further() {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0) {
            return null;
        }
        StringBuilder out = new StringBuilder(text.length());
        int[] begins = new int[text.length()];
        int[] ends = new int[text.length()];
        boolean changed = false;
        for (int at = 0; at < text.length(); ) {
            Step step = step(at);
            for (int i = 0; i < step.says.length(); i++) {
                begins[out.length()] = from(at);
                ends[out.length()] = to(at + step.length - 1);
                out.append(step.says.charAt(i));
            }
            changed |= step.length != step.says.length();
            at += step.length;
        }
        return changed ? new Decoded(out.toString(), begins, ends) : null;
    }

    /** What is written at one place: so many characters that mean something. It never has more characters than it has bytes. */
    private record Step(int length, String says) {}

    private Step step(int at) {
        char c = text.charAt(at);
        Step undone =
                switch (c) {
                    case '%' -> percent(at);
                    case '\\' -> backslash(at);
                    case '&' -> entity(at);
                    default -> null;
                };
        return undone == null ? new Step(1, String.valueOf(c)) : undone;
    }

    private @Nullable Step percent(int at) {
        int first = hex(at + 1, 2);
        if (first < 0) {
            return null;
        }
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        byte[] bytes = new byte[more + 1];
        bytes[0] = (byte) first;
        for (int i = 1; i <= more; i++) {
            int next = at + 3 * i < text.length() && text.charAt(at + 3 * i) == '%' ? hex(at + 3 * i + 1, 2) : -1;
            if (next < 0) {
                return null;
            }
            bytes[i] = (byte) next;
        }
        return new Step(3 * bytes.length, new String(bytes, StandardCharsets.UTF_8));
    }

    private @Nullable Step backslash(int at) {
        if (at + 1 >= text.length()) {
            return null;
        }
        char next = text.charAt(at + 1);
        if (next == 'u' || next == 'x') {
            int digits = next == 'u' ? 4 : 2;
            int code = hex(at + 2, digits);
            return code < 0 ? null : new Step(2 + digits, String.valueOf((char) code));
        }
        int control = "bfnrt".indexOf(next);
        return new Step(2, String.valueOf(control < 0 ? next : "\b\f\n\r\t".charAt(control)));
    }

    private @Nullable Step entity(int at) {
        String ahead = text.substring(at, Math.min(text.length(), at + LONGEST_ENTITY));
        int end = at + ahead.indexOf(';');
        if (end < at) {
            return null;
        }
        String name = text.substring(at + 1, end).toLowerCase(Locale.ROOT);
        Character named = NAMED.get(name);
        if (named != null) {
            return new Step(end - at + 1, named.toString());
        }
        try {
            int code = name.startsWith("#x")
                    ? Integer.parseInt(name, 2, name.length(), 16)
                    : name.startsWith("#") ? Integer.parseInt(name, 1, name.length(), 10) : -1;
            return Character.isValidCodePoint(code) ? new Step(end - at + 1, Character.toString(code)) : null;
        } catch (NumberFormatException | IndexOutOfBoundsException noNumber) {
            return null;
        }
    }

    private int hex(int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
