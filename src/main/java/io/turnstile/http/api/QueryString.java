package io.turnstile.http.api;

import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict check of what stands after the question mark of an address: what cannot be read is refused, not guessed. */
final class QueryString {

    private QueryString() {}

    /**
     * Checks that a query is percent-encoded UTF-8.
     *
     * @param query as it came; null if there is none
     * @throws Problem in one line, if it is not
     */
    static void check(String query) {
        if (query == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(query.length() * 4);
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) != '%') {
                bytes.put(query.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < query.length() ? digit(query.charAt(i + 1)) : -1;
            int low = i + 2 < query.length() ? digit(query.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw wrong();
            }
            bytes.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw wrong();
        }
    }

    /** Returns what to say of a parameter where there is none. */
    static Problem unknown(String name) {
        return Problem.badRequest("There is no parameter '" + AccessGuard.line(name, 60) + "' here: leave it out");
    }

    private static int digit(char digit) {
        return digit < 128 ? Character.digit(digit, 16) : -1;
    }

    private static Problem wrong() {
        return Problem.badRequest("The address is not percent-encoded UTF-8: write '%' as '%25'");
    }
}
