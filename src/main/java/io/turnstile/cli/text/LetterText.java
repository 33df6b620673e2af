package io.turnstile.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.DurationFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Dead letters as text for people. */
public final class LetterText {

    private static final int HEX_SHOWN = 256;

    private LetterText() {}

    /** Prints a line for each letter. */
    public static void table(Iterable<JsonNode> letters, Instant now, boolean withStatus, PrintWriter out, int width) {
        Table table = withStatus
                ? new Table("ID", "AGE", "STATUS", "REASON", "CLIENT", "EVENT", "MESSAGE")
                : new Table("ID", "AGE", "REASON", "CLIENT", "EVENT", "MESSAGE");
        for (JsonNode letter : letters) {
            List<String> cells = new ArrayList<>(List.of(text(letter, "id"), age(letter, "decided_at", now)));
            if (withStatus) {
                cells.add(status(letter));
            }
            cells.addAll(List.of(
                    text(letter, "reason"),
                    text(letter, "client_id"),
                    text(letter, "event_id"),
                    text(letter, "message")));
            table.add(cells);
        }
        table.print(out, width);
    }

    /** Returns what was done about a letter and what came of it, in two words at most. */
    static String status(JsonNode letter) {
        JsonNode fate = letter.path("fate");
        if (!fate.isObject()) {
            return text(letter, "status");
        }
        String reason = text(fate, "reason");
        return text(letter, "status") + ", " + (reason.equals("-") ? text(fate, "outcome") : reason);
    }

    /** Prints a letter in full. */
    public static void full(JsonNode content, Instant now, PrintWriter out) {
        JsonNode letter = content.path("letter");
        out.printf(Locale.ROOT, "%s  %s  %s%n", text(letter, "id"), text(letter, "kind"), text(letter, "reason"));
        out.println(text(letter, "message"));
        out.println();
        field(out, "status", status(letter));
        JsonNode resolution = letter.path("resolution");
        if (resolution.isObject()) {
            field(
                    out,
                    "",
                    String.format(
                            Locale.ROOT,
                            "by %s at %s, job %s%s",
                            text(resolution, "by"),
                            text(resolution, "at"),
                            text(resolution, "job_id"),
                            resolution.path("edited").asBoolean() ? ", edited" : ""));
            field(out, "note", text(resolution, "note"));
        }
        field(out, "decided", text(letter, "decided_at") + ", " + age(letter, "decided_at", now) + " ago");
        field(out, "received", text(letter, "received_at"));
        field(
                out,
                "tries",
                String.format(
                        Locale.ROOT, "%s, replayed before: %s", text(letter, "attempts"), text(letter, "replays")));
        field(out, "key", bytes(content.path("key")));
        out.println();
        out.println("Request");
        out.println(indented(bytes(content.path("value"))));
        if (content.path("evidence").size() > 0) {
            out.println();
            out.println("What Altegio said");
            content.path("evidence")
                    .forEach(answer -> out.printf(
                            Locale.ROOT,
                            "  %s %s%n%s%n",
                            text(answer, "status"),
                            text(answer, "path"),
                            indented("  " + text(answer, "body"))));
        }
        if (content.path("history").size() > 1) {
            out.println();
            out.println("Rounds of this request");
            content.path("history")
                    .forEach(each -> out.printf(
                            Locale.ROOT,
                            "  %s  %s  %s  %s%n",
                            text(each, "decided_at"),
                            text(each, "id"),
                            text(each, "reason"),
                            status(each)));
        }
    }

    private static void field(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-9s %s%n", name, value);
    }

    /** Returns bytes as text, JSON with an indent; or the first of them in hexadecimal. */
    static String bytes(JsonNode bytes) {
        if (!bytes.isObject()) {
            return "(none)";
        }
        if (bytes.has("text")) {
            return PlainText.lines(JsonText.pretty(bytes.path("text").asText()));
        }
        byte[] raw = Base64.getDecoder().decode(bytes.path("base64").asText());
        StringBuilder hex = new StringBuilder(raw.length + " bytes that are no text:");
        for (int i = 0; i < Math.min(raw.length, HEX_SHOWN); i++) {
            hex.append(i % 32 == 0 ? "\n" : " ").append(String.format(Locale.ROOT, "%02x", raw[i]));
        }
        return hex + (raw.length > HEX_SHOWN ? " ..." : "");
    }

    private static String indented(String lines) {
        return "  " + lines.replace("\n", "\n  ");
    }

    /** Returns a field's text on one line, or a dash if there is none. */
    public static String text(JsonNode json, String name) {
        String text = json.path(name).asText("");
        return text.isEmpty() || json.path(name).isNull() ? "-" : PlainText.line(text);
    }

    private static String age(JsonNode json, String name, Instant now) {
        return DurationFormat.column(
                Duration.between(Instant.parse(json.path(name).asText()), now));
    }
}
