package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A newcomer reads what a type is before what it does: its documentation begins with a noun phrase. */
class JavadocTest {

    private static final Pattern TYPE_COMMENT =
            Pattern.compile("^/\\*\\*(?<text>.*?)\\*/", Pattern.MULTILINE | Pattern.DOTALL);

    /** Verbs with which descriptions used to begin. */
    private static final Pattern VERB = Pattern.compile(
            "[\\s*]*(Is|Says|Knows|Tells|Holds|Lets|Makes|Reads|Writes|Gives|Looks|Finds|Puts|Runs|Serves|Shows)\\b.*",
            Pattern.DOTALL);

    @Test
    void shouldBeginWithANounPhraseWhenATypeIsDescribed() throws IOException {
        assertThat(sources().filter(JavadocTest::beginsWithAVerb)).isEmpty();
    }

    @Test
    void shouldDescribeEachType() throws IOException {
        assertThat(sources().filter(each -> !TYPE_COMMENT.matcher(read(each)).find()))
                .isEmpty();
    }

    private static boolean beginsWithAVerb(Path source) {
        Matcher comment = TYPE_COMMENT.matcher(read(source));
        return comment.find() && VERB.matcher(comment.group("text")).matches();
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(each -> each.toString().endsWith(".java")).toList();
            return sources.stream();
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
