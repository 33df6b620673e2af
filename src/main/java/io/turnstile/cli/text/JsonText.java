package io.turnstile.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;
import java.util.List;
import java.util.stream.Stream;

/** Layout of JSON for people, and the lines in which two texts differ. */
public final class JsonText {

    private static final ObjectReader EXACT = new JsonMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final long MOST_COMPARED = 4_000_000;

    private JsonText() {}

    /** Returns JSON a field a line, each token as it was written; any other text as it is. */
    static String pretty(String text) {
        try {
            JsonNode json = EXACT.readTree(text);
            return json.isContainerNode() ? JsonLayout.of(text) : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** Returns the lines of both texts, those that are gone marked with a minus, those that are new with a plus. */
    public static List<String> difference(String before, String after) {
        List<String> old = pretty(before).lines().toList();
        List<String> young = pretty(after).lines().toList();
        if (old.equals(young) && !before.equals(after)) {
            return Stream.concat(old.stream().map("  "::concat), Stream.of("Only white space was changed."))
                    .toList();
        }
        if ((long) old.size() * young.size() > MOST_COMPARED) {
            return Stream.concat(old.stream().map("- "::concat), young.stream().map("+ "::concat))
                    .toList();
        }
        return DiffUtils.diff(old, young, true).getDeltas().stream()
                .flatMap(delta -> delta.getType() == DeltaType.EQUAL
                        ? marked("  ", delta.getSource())
                        : Stream.concat(marked("- ", delta.getSource()), marked("+ ", delta.getTarget())))
                .toList();
    }

    private static Stream<String> marked(String mark, Chunk<String> lines) {
        return lines.getLines().stream().map(mark::concat);
    }
}
