package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A link to nowhere sends readers away. */
class LinksTest {

    @Test
    void shouldLeadToWhatThereIs() {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Document document : Document.all()) {
            for (String link : document.links()) {
                if (link.matches("[a-z]+:.*")) {
                    continue;
                }
                seen++;
                if (!isThere(document, link)) {
                    broken.add(document.path() + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }

    private static boolean isThere(Document document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document.path()
                : Path.of("").resolve(document.path()).resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || Document.of(target.toString()).anchors().contains(parts[1]);
    }
}
