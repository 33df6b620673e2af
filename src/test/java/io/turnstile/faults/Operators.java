package io.turnstile.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Operators who work by the REST of one instance, two at once. */
final class Operators {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Done, or not now, or refused with a reason: what an operator can live with. */
    private static final Set<Integer> ANSWERS = Set.of(200, 201, 400, 404, 409, 503);

    private final Instance instance;
    private final Incidents incidents;
    private final HttpClient http = HttpClient.newHttpClient();

    Operators(Instance instance, Incidents incidents) {
        this.instance = instance;
        this.incidents = incidents;
    }

    void strike(Operation operation) throws Exception {
        switch (operation.what()) {
            case REPLAY ->
                List.of(
                                CompletableFuture.runAsync(() -> submit(order("replay", "NO_MEMBERSHIP", "Ana"))),
                                CompletableFuture.runAsync(() -> submit(order("replay", "NO_MEMBERSHIP", "Ben"))))
                        .forEach(CompletableFuture::join);
            case DISCARD -> submit(order("discard", "NOT_FOUND", "Cleo"));
            case EDIT -> edit();
            case PRUNE -> post("/api/prune", JSON.createObjectNode());
            case CANCEL -> cancelAndResume(operation);
        }
        Pause.of(operation.lasts());
    }

    private static ObjectNode order(String action, String reason, String by) {
        ObjectNode order = JSON.createObjectNode().put("action", action).put("by", by);
        order.putObject("filter").put("reason", reason);
        return action.equals("replay") ? order.put("superseded", true) : order;
    }

    private void submit(ObjectNode order) {
        post("/api/jobs", order);
    }

    private void edit() {
        for (JsonNode letter :
                get("/api/dead-letters?reason=DAYS_NOT_BOOKABLE&limit=1").path("letters")) {
            String id = letter.path("id").asText();
            String value = get("/api/dead-letters/" + id).at("/value/text").asText();
            if (!value.isEmpty()) {
                ObjectNode order =
                        JSON.createObjectNode().put("action", "replay").put("by", "Ana");
                order.putArray("ids").add(id);
                order.putObject("edits").put(id, value.replaceFirst("\\{", "{\"edited\": true, "));
                submit(order.put("superseded", true));
            }
        }
    }

    private void cancelAndResume(Operation operation) throws InterruptedException {
        List<String> running = running();
        running.forEach(each -> post("/api/jobs/" + each + "/cancel", JSON.createObjectNode()));
        Pause.of(operation.lasts());
        running.forEach(each -> post("/api/jobs/" + each + "/resume", JSON.createObjectNode()));
    }

    /** Returns the ids of the jobs that run. */
    List<String> running() {
        List<String> running = new ArrayList<>();
        get("/api/jobs").path("jobs").forEach(job -> {
            if (job.path("state").asText().equals("running")) {
                running.add(job.path("id").asText());
            }
        });
        return running;
    }

    private JsonNode get(String path) {
        return call(HttpRequest.newBuilder(uri(path)).build());
    }

    private void post(String path, JsonNode body) {
        call(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .timeout(PATIENCE)
                .build());
    }

    private URI uri(String path) {
        try {
            return instance.address().orElseThrow().resolve(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode call(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (!ANSWERS.contains(answer.statusCode())) {
                incidents.note("an operator got " + answer.statusCode() + " for " + request.method() + " "
                        + request.uri().getPath());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return JSON.createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.createObjectNode();
        }
    }
}
