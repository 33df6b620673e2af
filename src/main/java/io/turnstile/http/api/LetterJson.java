package io.turnstile.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON of dead letters. */
final class LetterJson {

    private LetterJson() {}

    static ObjectNode of(Letter letter) {
        return Json.object()
                .put("id", letter.id())
                .put("status", lower(letter.status()))
                .put("kind", letter.kind())
                .put("reason", letter.reason())
                .put("message", letter.message())
                .put("request_id", Json.text(letter.requestId()))
                .put("location_id", Json.number(letter.locationId()))
                .put("client_id", Json.number(letter.clientId()))
                .put("event_id", Json.number(letter.eventId()))
                .put("received_at", letter.receivedAt().toString())
                .put("decided_at", letter.decidedAt().toString())
                .put("attempts", letter.attempts())
                .put("replays", letter.replays())
                .put("partition", letter.partition())
                .put("offset", letter.offset())
                .<ObjectNode>set(
                        "resolution", letter.resolution().map(LetterJson::of).orElse(null))
                .set("fate", letter.fate().map(LetterJson::of).orElse(null));
    }

    private static ObjectNode of(Resolution resolution) {
        return Json.object()
                .put("action", resolution.action() == Action.REPLAY ? "replayed" : "discarded")
                .put("by", resolution.by())
                .put("at", resolution.at().toString())
                .put("note", resolution.note())
                .put("job_id", resolution.jobId())
                .put("edited", resolution.edited())
                .put("replayed_as", Json.text(resolution.replayedAs()));
    }

    private static ObjectNode of(ReplayOutcome fate) {
        return Json.object()
                .put("outcome", lower(fate.outcome()))
                .put("reason", Json.text(fate.reason()))
                .put("letter_id", Json.text(fate.letterId()));
    }

    /** @param complete whether all letters were known when the page was made */
    static ObjectNode of(Page page, boolean complete) {
        return Json.object()
                .put("next", Json.text(page.next()))
                .put("complete", complete)
                .set("letters", Json.array(page.letters(), LetterJson::of));
    }

    static ObjectNode groups(List<Group> groups, boolean complete) {
        return Json.object().put("complete", complete).set("groups", Json.array(groups, LetterJson::of));
    }

    static ObjectNode of(Group group) {
        return Json.object()
                .put("kind", group.kind())
                .put("reason", group.reason())
                .put("count", group.count())
                .put("oldest", group.oldest().toString())
                .put("newest", group.newest().toString());
    }

    /** Writes a letter in full, but for its history. */
    static ObjectNode of(Content content) {
        ObjectNode json = Json.object();
        json.set("letter", of(content.letter()));
        json.set("key", bytes(content.key()));
        json.set("value", bytes(content.value()));
        json.set("headers", Json.array(content.headers(), header -> Json.object()
                .put("name", header.name())
                .set("value", bytes(header.value()))));
        json.set("evidence", evidence(content));
        return json;
    }

    /** Returns the API's answers; null if the header is missing or was made by something else. */
    private static @Nullable JsonNode evidence(Content content) {
        return content.headers().stream()
                .filter(header -> header.name().equals(HeaderNames.EVIDENCE) && header.value() != null)
                .findFirst()
                .flatMap(header -> utf8(header.value()))
                .flatMap(Json::parse)
                .filter(JsonNode::isArray)
                .orElse(null);
    }

    /** Returns bytes as text if they are UTF-8, or else in Base64; null stays null. */
    private static @Nullable ObjectNode bytes(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        ObjectNode json = Json.object().put("size", bytes.length);
        return utf8(bytes)
                .map(text -> json.put("text", text))
                .orElseGet(() -> json.put("base64", Base64.getEncoder().encodeToString(bytes)));
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
