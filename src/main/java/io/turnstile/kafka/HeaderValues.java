package io.turnstile.kafka;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reader of what headers say, whatever they hold: bytes that are no UTF-8 become a sign that says so, long texts are
 * cut.
 */
public final class HeaderValues {

    private HeaderValues() {}

    /** @param most characters that are kept */
    public static String text(byte @Nullable [] bytes, int most) {
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

    /** Returns a number of 0 or more, or the value for a missing one. */
    public static long number(byte @Nullable [] bytes, long otherwise) {
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

    public static Optional<Instant> instant(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length > 40) {
            return Optional.empty();
        }
        Instant usual = usual(bytes);
        return usual == null ? instant(text(bytes, 40)) : Optional.of(usual);
    }

    /** Reads {@code 2026-11-23T10:15:30.123456Z} much quicker than the library; null for any other form, or day. */
    private static @Nullable Instant usual(byte[] bytes) {
        int length = bytes.length;
        if (length < 22
                || length > 30
                || bytes[4] != '-'
                || bytes[7] != '-'
                || bytes[10] != 'T'
                || bytes[13] != ':'
                || bytes[16] != ':'
                || bytes[19] != '.'
                || bytes[length - 1] != 'Z') {
            return null;
        }
        int year = digits(bytes, 0, 4);
        int month = digits(bytes, 5, 7);
        int day = digits(bytes, 8, 10);
        int hour = digits(bytes, 11, 13);
        int minute = digits(bytes, 14, 16);
        int second = digits(bytes, 17, 19);
        int fraction = digits(bytes, 20, length - 1);
        boolean sound = year > 0 && month > 0 && month <= 12 && day > 0 && day <= 28;
        sound &= hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && fraction >= 0;
        if (!sound) {
            return null;
        }
        for (int i = length - 1; i < 29; i++) {
            fraction *= 10;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L + hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, fraction);
    }

    private static int digits(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public static Instant millis(long millis) {
        try {
            return Instant.ofEpochMilli(Math.max(0, millis));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
