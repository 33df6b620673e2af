package io.turnstile.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Calls a simulator the way a client of Altegio does. */
public final class ApiClient {
    static final String MEDIA_TYPE = "application/vnd.api.v2+json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String authorization;

    public ApiClient(Simulator simulator) {
        this(simulator.url(), "Bearer sim-partner, User sim-user");
    }

    public ApiClient(String base, String authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    public record Reply(int status, JsonNode body, HttpResponse<String> response) {}

    public Reply search(long location, long client, long event) throws IOException, InterruptedException {
        return get("/company/" + location + "/client/" + client + "/loyalty/abonements/search_for_activity?event_id="
                + event);
    }

    Reply check(long location, long client, long membership, long event, List<Long> days)
            throws IOException, InterruptedException {
        String ids = days.stream().map(String::valueOf).collect(Collectors.joining(","));
        return get("/company/" + location + "/client/" + client + "/loyalty/abonements/" + membership
                + "/check_for_activity?event_id=" + event + "&schedule_day_ids="
                + URLEncoder.encode(ids, StandardCharsets.UTF_8));
    }

    public Reply types(long location, String query) throws IOException, InterruptedException {
        return get("/company/" + location + "/loyalty/abonement_types/search?" + query);
    }

    public Reply auth(String login, String password) throws IOException, InterruptedException {
        String body = MAPPER.createObjectNode()
                .put("login", login)
                .put("password", password)
                .toString();
        return reply(http.send(
                request("/auth").POST(HttpRequest.BodyPublishers.ofString(body)).build(), strings()));
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return reply(http.send(request(path).build(), strings()));
    }

    public CompletableFuture<Reply> getAsync(String path) {
        return http.sendAsync(request(path).build(), strings()).thenApply(ApiClient::reply);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", authorization)
                .header("Accept", MEDIA_TYPE)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1));
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, strings());
    }

    private static HttpResponse.BodyHandler<String> strings() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private static Reply reply(HttpResponse<String> response) {
        try {
            return new Reply(response.statusCode(), MAPPER.readTree(response.body()), response);
        } catch (IOException e) {
            return new Reply(response.statusCode(), null, response);
        }
    }
}
