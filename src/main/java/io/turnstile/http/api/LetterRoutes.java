package io.turnstile.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.turnstile.booking.ParsedRequest;
import io.turnstile.booking.RequestParser;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Endpoints that show dead letters, and try them. */
final class LetterRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LetterRoutes.class);
    static final int MOST_LETTERS = 500;
    private static final int LETTERS = 50;

    /** Of 1 MB each at worst, and held in memory together. */
    private static final int EXPORTED_TOGETHER = 100;

    /** Each waits for Altegio on a thread of the server's. */
    private static final int DRY_RUNS_AT_ONCE = 4;

    private final DeadLetters letters;
    private final FilterReader filters;
    private final Semaphore dryRuns = new Semaphore(DRY_RUNS_AT_ONCE);

    LetterRoutes(DeadLetters letters, FilterReader filters) {
        this.letters = letters;
        this.filters = filters;
    }

    List<ApiEndpoint> routes() {
        return List.of(
                ApiEndpoint.search("/api/dead-letters", this::list),
                ApiEndpoint.search("/api/dead-letters/groups", this::groups),
                ApiEndpoint.search("/api/dead-letters/export", this::export),
                ApiEndpoint.get("/api/dead-letters/{id}", this::show),
                ApiEndpoint.get("/api/dead-letters/{id}/value", this::value),
                ApiEndpoint.ask("/api/dead-letters/{id}/dry-run", this::dryRun),
                ApiEndpoint.ask("/api/requests/validate", this::validate));
    }

    private void list(Context context, @Nullable Caller caller) {
        Filter filter = filters.query(context, "cursor", "limit");
        boolean complete = letters.isComplete();
        Page page = page(context, (cursor, limit) -> letters.list(filter, cursor, limit));
        HttpBodies.answer(context, LetterJson.of(page, complete));
    }

    /** Reads {@code cursor} and {@code limit} of the address and turns to that page. */
    static Page page(Context context, Pages pages) {
        Optional<String> cursor =
                Optional.ofNullable(context.queryParam("cursor")).filter(text -> !text.isEmpty());
        try {
            return pages.turn(cursor, limit(context.queryParam("limit")));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    /** Turns to a page. */
    @FunctionalInterface
    interface Pages {
        Page turn(Optional<String> cursor, int limit);
    }

    private static int limit(String text) {
        if (text == null || text.isEmpty()) {
            return LETTERS;
        }
        int limit = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST_LETTERS) {
            throw Problem.badRequest("'limit' must be a whole number from 1 to " + MOST_LETTERS);
        }
        return limit;
    }

    private void groups(Context context, @Nullable Caller caller) {
        Filter filter = filters.query(context);
        boolean complete = letters.isComplete();
        HttpBodies.answer(context, LetterJson.groups(letters.groups(filter), complete));
    }

    /** Writes each letter in full, a line each, as they are read. */
    private void export(Context context, @Nullable Caller caller) throws Exception {
        Filter filter = filters.query(context);
        if (!letters.isComplete()) {
            throw new Problem(
                    503,
                    "Not all is read",
                    "The dead letters are still being read from Kafka, and an export would not have all of them: try again in"
                            + " a while");
        }
        Page first = letters.list(filter, Optional.empty(), EXPORTED_TOGETHER);
        context.contentType("application/x-ndjson; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"dead-letters.jsonl\"");
        if (HttpBodies.isHead(context)) {
            return;
        }
        try {
            OutputStream out = context.outputStream();
            write(first, out);
            for (Optional<String> next = first.next(); next.isPresent(); ) {
                Page page = letters.list(filter, next, EXPORTED_TOGETHER);
                write(page, out);
                next = page.next();
            }
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warn("An export broke off: {}", e.getMessage());
            HttpBodies.breakOff(context);
        }
    }

    private void write(Page page, OutputStream out) throws IOException, TimeoutException, InterruptedException {
        Map<Place, Content> found = letters.read(page.letters());
        for (Letter letter : page.letters()) {
            Content content = found.get(letter.place());
            if (content != null) {
                out.write(Json.bytes(LetterJson.of(content)));
                out.write('\n');
            }
        }
        out.flush();
    }

    private void show(Context context, @Nullable Caller caller) throws Exception {
        ObjectNode json = LetterJson.of(content(context));
        json.set("history", Json.array(letters.history(context.pathParam("id")), LetterJson::of));
        HttpBodies.answer(context, json);
    }

    private void value(Context context, @Nullable Caller caller) throws Exception {
        byte[] value = content(context).value();
        context.contentType("application/octet-stream")
                .header("Content-Disposition", "attachment; filename=\"" + fileName(context.pathParam("id")) + "\"")
                .result(value == null ? new byte[0] : value);
    }

    private static String fileName(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_") + ".bin";
    }

    private Content content(Context context) throws TimeoutException, InterruptedException {
        String id = context.pathParam("id");
        return letters.read(id).orElseThrow(() -> unknown(id));
    }

    static Problem unknown(String id) {
        return Problem.notFound("There is no dead letter "
                + AccessGuard.line(id, 300)
                + ": it never was, it was pruned, or the index has not read it yet");
    }

    private void dryRun(Context context, @Nullable Caller caller) throws Exception {
        String id = context.pathParam("id");
        StrictJsonReader fields = HttpBodies.fields(context);
        Optional<String> edit = fields.rawText("edit");
        fields.refuseOthers();
        if (!dryRuns.tryAcquire()) {
            throw new Problem(503, "Busy", DRY_RUNS_AT_ONCE + " dry runs are under way: try again when one has ended");
        }
        try {
            HttpBodies.answer(context, JobJson.of(letters.dryRun(id, edit)));
        } catch (NoSuchElementException e) {
            throw unknown(id);
        } finally {
            dryRuns.release();
        }
    }

    private void validate(Context context, @Nullable Caller caller) throws Exception {
        StrictJsonReader fields = StrictJsonReader.of(HttpBodies.body(context));
        String value =
                fields.rawText("value").orElseThrow(() -> fields.wrong("value", "is missing: the request, as a text"));
        fields.refuseOthers();
        ParsedRequest parsed = RequestParser.parse(value.getBytes(StandardCharsets.UTF_8));
        ArrayNode problems = Json.texts(
                parsed instanceof ParsedRequest.Malformed malformed ? List.of(malformed.message()) : List.of());
        HttpBodies.answer(
                context, Json.object().put("valid", problems.isEmpty()).set("problems", problems));
    }
}
