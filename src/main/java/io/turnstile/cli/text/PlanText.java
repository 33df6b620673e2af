package io.turnstile.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.DurationFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Plans as text for people. */
public final class PlanText {

    private PlanText() {}

    public static void print(JsonNode plan, String action, PrintWriter out) {
        long takes = plan.path("takes").asLong();
        out.printf(Locale.ROOT, "%s %s%n", action.equals("replay") ? "Would replay" : "Would discard", letters(takes));
        for (JsonNode group : plan.path("by_reason")) {
            out.printf(
                    Locale.ROOT,
                    "  %8d  %-9s %s%n",
                    group.path("count").asLong(),
                    text(group, "kind"),
                    text(group, "reason"));
        }
        for (JsonNode left : plan.path("left_out")) {
            out.printf(
                    Locale.ROOT,
                    "  %8d  left out: %s%s%n",
                    left.path("count").asLong(),
                    why(left.path("why").asText()),
                    some(left));
        }
        if (action.equals("replay") && takes > 0) {
            out.printf(
                    Locale.ROOT,
                    "About %d calls to Altegio%s%n",
                    plan.path("calls").asLong(),
                    plan.path("seconds").isNumber()
                            ? ", about "
                                    + DurationFormat.text(Duration.ofSeconds(
                                            Math.max(1, plan.path("seconds").asLong())))
                            : "");
        }
    }

    public static String question(String action, long takes) {
        return (action.equals("replay") ? "Replay " : "Discard ") + letters(takes) + "?";
    }

    public static String letters(long count) {
        return count + (count == 1 ? " letter" : " letters");
    }

    private static String why(String why) {
        return switch (why) {
            case "unknown" -> "no dead letter has this id";
            case "resolved" -> "replayed or discarded already";
            case "replayed_too_often" -> "came back too often (name it by id, with --force)";
            case "superseded" -> "a newer request of the same client and event was decided (--superseded takes it too)";
            case "order_not_known" ->
                "Kafka no longer tells whether a newer request was decided (--superseded takes it too)";
            case "gone" -> "Kafka does not hold it any more";
            case "refused" -> "Kafka refused it";
            case "value_omitted" -> "its value did not fit into the letter (send it again, or replay it with --edit)";
            default -> PlainText.line(why);
        };
    }

    private static String some(JsonNode left) {
        StringBuilder some = new StringBuilder();
        int shown = 0;
        for (JsonNode id : left.path("ids")) {
            if (shown++ == 3) {
                return some + ", ...";
            }
            some.append(some.isEmpty() ? ": " : ", ").append(PlainText.line(id.asText()));
        }
        return some.toString();
    }

    private static String text(JsonNode json, String name) {
        return PlainText.line(json.path(name).asText());
    }
}
