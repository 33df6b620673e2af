package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.Text;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Values of an answer, read wherever their meaning is plain: numbers and flags may be texts, and lists may be objects whose
 * keys are numbers, as PHP writes them. What is not plain is empty; nothing here throws.
 */
final class LenientValues {

    /** The longest text that is carried on; a longer one is cut. */
    static final int TEXT_LENGTH = 1000;

    private static final double EXACT = 1L << 53;
    private static final int DIGITS = 40;

    private LenientValues() {}

    /** Returns a positive 64-bit id. */
    static OptionalLong id(JsonNode node) {
        BigInteger whole = whole(node);
        return whole != null && whole.signum() > 0 && whole.bitLength() < Long.SIZE
                ? OptionalLong.of(whole.longValue())
                : OptionalLong.empty();
    }

    /** Returns a whole number, cut to 64 bits; null where there is none. */
    static @Nullable Long count(JsonNode node) {
        BigInteger whole = whole(node);
        if (whole == null) {
            return null;
        }
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** Returns a count, or 0 where there is none. */
    static long countOrZero(JsonNode node) {
        Long count = count(node);
        return count == null ? 0 : count;
    }

    /** Returns true for {@code true}, {@code 1}, {@code "1"} and {@code "true"}, and false likewise. */
    static Optional<Boolean> flag(JsonNode node) {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        String text = node.isValueNode() ? node.asText().strip().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "1", "1.0", "true" -> Optional.of(true);
            case "0", "0.0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Returns a text or a number as text that can be written as UTF-8, cut short; null for anything else. */
    static @Nullable String text(JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            return null;
        }
        return Text.shorten(Text.whole(node.asText()), TEXT_LENGTH);
    }

    /** Returns the elements of an array, or of an object whose keys are all numbers, in the order they came. */
    static Optional<List<JsonNode>> list(JsonNode node) {
        if (!node.isArray() && !isNumbered(node)) {
            return Optional.empty();
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return Optional.of(elements);
    }

    /** Returns an object, or the only element of a list if that is one; an empty node for anything else. */
    static JsonNode object(JsonNode node) {
        Optional<List<JsonNode>> list = list(node);
        JsonNode found = list.isPresent() && list.get().size() == 1 ? list.get().get(0) : node;
        return found.isObject() ? found : node.path("");
    }

    private static boolean isNumbered(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            return false;
        }
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (key.isEmpty() || !key.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable BigInteger whole(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        }
        if (node.isNumber()) {
            double number = node.doubleValue();
            return number == Math.rint(number) && Math.abs(number) <= EXACT ? BigInteger.valueOf((long) number) : null;
        }
        String text = node.isTextual() ? node.textValue().strip() : "";
        return text.length() <= DIGITS && text.matches("[+-]?[0-9]+(\\.0+)?")
                ? new BigInteger(text.replaceFirst("\\.0+$", "").replaceFirst("^\\+", ""))
                : null;
    }
}
