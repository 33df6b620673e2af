package io.turnstile.deadletter.index;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads what headers say, whatever stands in them: bytes that are no UTF-8 become a sign that says so, long texts are cut. */
final class Texts {

    private Texts() {}

    /** @param most characters that are kept */
    static String text(byte[] bytes, int most) {
        if (bytes == null) {
            return "";
        }
        int length = Math.min(bytes.length, most * 4);
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /** Returns a number of 0 or more, or what stands in for it. */
    static long number(byte[] bytes, long otherwise) {
        if (bytes == null || bytes.length == 0 || bytes.length > 18) {
            return otherwise;
        }
        long number = 0;
        for (byte each : bytes) {
            if (each < '0' || each > '9') {
                return otherwise;
            }
            number = number * 10 + each - '0';
        }
        return number;
    }

    static Optional<Instant> instant(byte[] bytes) {
        return bytes == null || bytes.length > 40 ? Optional.empty() : instant(text(bytes, 40));
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Instant millis(long millis) {
        try {
            return Instant.ofEpochMilli(Math.max(0, millis));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
