package io.turnstile.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Decoder of files that people save in UTF-8, with or without a byte-order mark. */
public final class TextFile {

    private TextFile() {}

    /**
     * Returns a file's text, without its byte-order mark.
     *
     * @param name names the file for people
     * @throws SettingsException in one line, with the line of the file, if it is not UTF-8
     */
    public static String decode(byte[] bytes, String name) {
        return decode(bytes, name, 1);
    }

    /**
     * Does the same for a part of a file.
     *
     * @param firstLine the number of the first line in it; only the file's first can have a byte-order mark
     */
    public static String decode(byte[] bytes, String name, int firstLine) {
        if (isWide(bytes)) {
            throw new SettingsException(name + " is UTF-16: save the file in UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            throw new SettingsException(String.format(
                    Locale.ROOT,
                    "%s, line %d, is not UTF-8: save the file in UTF-8",
                    name,
                    firstLine + lineEnds(bytes, in.position())));
        }
        String decoded = text.flip().toString();
        return firstLine == 1 && decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    /** Looks for a byte-order mark of UTF-16, or for its zero bytes. */
    private static boolean isWide(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return mark == 0xFFFE || mark == 0xFEFF || bytes[0] == 0 || bytes[1] == 0;
    }

    private static int lineEnds(byte[] bytes, int before) {
        int ends = 0;
        for (byte each : Arrays.copyOf(bytes, before)) {
            ends += each == '\n' ? 1 : 0;
        }
        return ends;
    }
}
