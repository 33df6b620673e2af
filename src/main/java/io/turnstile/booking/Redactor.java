package io.turnstile.booking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * All secrets in use in this process, earlier ones included, and the way to blot them out of text that came from outside. A
 * secret is found as it is, in capitals or not, in hex, percent-encoded, escaped for JSON or HTML, in any mixture of these up to
 * three deep, inside base64, and where only its beginning is left: at least half of it, and {@value #LEAST_PART} characters.
 * Blot out before cutting text short. Secrets of fewer than {@value #LEAST} characters are left: they would be found
 * everywhere; those of fewer than {@value #LEAST_PART} are found only in the case that they have, and not in hex. Thread-safe.
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
     * Secret to find.
     *
     * @param spellings as it is, and in hex
     * @param encoded what it looks like inside base64, at each of the three places where it can begin
     */
    private record Secret(String text, List<Spelling> spellings, Set<String> encoded) {}

    /**
     * Text to find, in small letters if those and capitals are taken for the same.
     *
     * @param part how much of its beginning is enough
     */
    private record Spelling(String text, String part, boolean anyCase) {

        static Spelling of(String text, boolean anyCase) {
            String written = anyCase ? small(text) : text;
            int part = Math.max(LEAST_PART, (written.length() + 1) / 2);
            return new Spelling(written, written.substring(0, Math.min(part, written.length())), anyCase);
        }
    }

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
            secrets.add(new Secret(secret, spellings(secret), inBase64(secret)));
        }
    }

    private static List<Spelling> spellings(String secret) {
        if (secret.length() < LEAST_PART) {
            return List.of(Spelling.of(secret, false));
        }
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
        return List.of(Spelling.of(secret, true), Spelling.of(hex, true));
    }

    /** Returns the text in small letters, each where it was. */
    private static String small(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(letters[i]);
        }
        return new String(letters);
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
        String small = small(text);
        for (Secret secret : secrets) {
            for (Spelling each : secret.spellings) {
                find(each, each.anyCase ? small : text, in, blotted);
            }
            for (String code : secret.encoded) {
                for (int at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
                    blotted.set(in.from(at), in.to(at + code.length() - 1));
                }
            }
        }
    }

    private static void find(Spelling secret, String text, Decoded in, BitSet blotted) {
        for (int at = text.indexOf(secret.part); at >= 0; at = text.indexOf(secret.part, at + 1)) {
            int end = at + secret.part.length();
            while (end - at < secret.text.length()
                    && end < text.length()
                    && text.charAt(end) == secret.text.charAt(end - at)) {
                end++;
            }
            blotted.set(in.from(at), in.to(end - 1));
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
