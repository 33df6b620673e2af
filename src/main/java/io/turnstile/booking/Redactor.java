package io.turnstile.booking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * All secrets in use in this process, earlier ones included, and the way to blot them out of text that came from outside. A
 * secret is found as it is, percent-encoded, escaped for JSON or HTML, in any mixture of these up to three deep, inside
 * base64, and where only its beginning is left: at least half of it, and {@value #LEAST_PART} characters. Blot out before
 * cutting text short. Secrets of fewer than {@value #LEAST} characters are left: they would be found everywhere. Thread-safe.
 */
public final class Redactor implements UnaryOperator<String>, Consumer<String> {

    /** What stands in the place of a secret. */
    public static final String BLOT = "***";

    static final int LEAST = 4;
    static final int LEAST_PART = 8;

    /** Secrets that are remembered. Of more, the oldest tokens go; the configured secrets came before them and stay. */
    private static final int MOST = 500;

    private static final int STAYING = 50;

    private static final int DEPTH = 3;

    private final List<Secret> secrets = new CopyOnWriteArrayList<>();

    /**
     * Text to find.
     *
     * @param part how much of its beginning is enough
     * @param encoded what it looks like inside base64, at each of the three places where it can begin
     */
    private record Secret(String text, String part, Set<String> encoded) {}

    /** Remembers a secret for good: a token, a login, a password. Null, blank and known ones change nothing. */
    @Override
    public void accept(String text) {
        if (text == null || text.strip().length() < LEAST) {
            return;
        }
        String secret = text.strip();
        remember(secret);
        remember(secret.replace(' ', '+'));
        // Where escapes are undone, those that the secret itself seems to hold are undone too.
        Decoded decoded = Decoded.plain(secret).further();
        for (int depth = 0; decoded != null && depth < DEPTH; depth++) {
            remember(decoded.text());
            decoded = decoded.further();
        }
    }

    private void remember(String secret) {
        synchronized (secrets) {
            if (secret.length() < LEAST || secrets.stream().anyMatch(known -> known.text.equals(secret))) {
                return;
            }
            if (secrets.size() >= MOST) {
                secrets.remove(STAYING);
            }
            int part = Math.max(LEAST_PART, (secret.length() + 1) / 2);
            secrets.add(new Secret(secret, secret.substring(0, Math.min(part, secret.length())), inBase64(secret)));
        }
    }

    /** Returns the text with each secret replaced by {@value #BLOT}; null stays null. */
    @Override
    public String apply(String text) {
        if (text == null || text.isEmpty() || secrets.isEmpty()) {
            return text;
        }
        BitSet blotted = new BitSet();
        Decoded decoded = Decoded.plain(text);
        for (int depth = 0; decoded != null && depth <= DEPTH; depth++) {
            find(decoded, blotted);
            decoded = decoded.further();
        }
        return blotted.isEmpty() ? text : blot(text, blotted);
    }

    private void find(Decoded in, BitSet blotted) {
        String text = in.text();
        for (Secret secret : secrets) {
            for (int at = text.indexOf(secret.part); at >= 0; at = text.indexOf(secret.part, at + 1)) {
                int end = at + secret.part.length();
                while (end - at < secret.text.length()
                        && end < text.length()
                        && text.charAt(end) == secret.text.charAt(end - at)) {
                    end++;
                }
                blotted.set(in.from(at), in.to(end - 1));
            }
            for (String code : secret.encoded) {
                for (int at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
                    blotted.set(in.from(at), in.to(at + code.length() - 1));
                }
            }
        }
    }

    private static String blot(String text, BitSet blotted) {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (int at = blotted.nextSetBit(0); at >= 0; at = blotted.nextSetBit(from)) {
            out.append(text, from, at).append(BLOT);
            from = blotted.nextClearBit(at);
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Returns the middle of its base64 for each place in a group of three bytes where it can begin; none of a short one. */
    private static Set<String> inBase64(String secret) {
        List<String> middles = new ArrayList<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, padded, before, bytes.length);
            String code = Base64.getEncoder().withoutPadding().encodeToString(padded);
            int from = (before * 8 + 5) / 6;
            int to = padded.length * 8 / 6;
            if (to - from >= LEAST_PART) {
                String middle = code.substring(from, to);
                middles.add(middle);
                middles.add(middle.replace('+', '-').replace('/', '_'));
            }
        }
        return Set.copyOf(middles);
    }

    @Override
    public String toString() {
        return "Redactor[hidden]";
    }
}
