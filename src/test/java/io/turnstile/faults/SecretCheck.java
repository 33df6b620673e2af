package io.turnstile.faults;

import io.turnstile.faults.Violation.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Search for secrets, plain, percent-encoded or in base64, in every byte of every file: topics, logs, indexes, journals. */
final class SecretCheck {

    private static final int CHUNK = 4 * 1024 * 1024;

    private final Set<String> forms = new TreeSet<>();
    private final int longest;

    SecretCheck(Collection<String> secrets) {
        for (String each : secrets) {
            forms.add(each);
            forms.add(URLEncoder.encode(each, StandardCharsets.UTF_8));
            for (int shift = 0; shift < 3; shift++) {
                forms.add(base64(each, shift));
            }
        }
        longest = forms.stream().mapToInt(String::length).max().orElse(1);
    }

    /** Returns the part of the base64 text that is the same whatever stands before and behind. */
    private static String base64(String secret, int shift) {
        String whole =
                Base64.getEncoder().encodeToString(("x".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8));
        int from = shift == 0 ? 0 : 4;
        int to = (shift + secret.length()) / 3 * 4;
        return whole.substring(from, to);
    }

    /** Looks into all files below a folder. */
    List<Violation> violations(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Violation> violations = new ArrayList<>();
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (holdsSecret(each)) {
                    violations.add(new Violation(Kind.SECRET, "in " + folder.relativize(each)));
                }
            }
            return violations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holdsSecret(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String rest = "";
            byte[] bytes;
            while ((bytes = in.readNBytes(CHUNK)).length > 0) {
                String text = rest + new String(bytes, StandardCharsets.ISO_8859_1);
                if (forms.stream().anyMatch(text::contains)) {
                    return true;
                }
                rest = text.substring(Math.max(0, text.length() - longest));
            }
            return false;
        }
    }
}
