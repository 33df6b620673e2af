package io.turnstile.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.booking.DurationFormat;
import io.turnstile.cli.text.PlainText;
import io.turnstile.config.LauncherProperties;
import io.turnstile.http.access.AccessGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * Client of a running Turnstile, over its REST: so commands keep to its quota, find its index read, and nobody but it
 * decides. All that can go wrong is an {@link ClientException} of one line.
 */
public final class TurnstileClient {

    /** What a command says whose output could not be written. */
    public static final String NOT_WRITTEN = "Could not write all of it: is the disk full, or did the reader leave?";

    public static final JsonMapper JSON = new JsonMapper();
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** After so many lines it looks whether anybody still reads them. */
    private static final int CHECKED = 50;

    private final HttpClient http;
    private final URI address;
    private final Optional<String> token;
    private final String user;

    /**
     * Makes a client.
     *
     * @param user who is asking, for the audit
     * @param tls says whose certificates are trusted; empty for those that Java trusts
     */
    public TurnstileClient(URI address, Optional<String> token, String user, Optional<SSLContext> tls) {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(client::sslContext);
        this.http = client.build();
        this.address = address;
        this.token = token;
        this.user = URLEncoder.encode(user, StandardCharsets.UTF_8);
    }

    public JsonNode get(String path) throws InterruptedException {
        return json(request(path).timeout(PATIENCE).GET());
    }

    public JsonNode post(String path, JsonNode body) throws InterruptedException {
        return json(request(path).timeout(PATIENCE).POST(BodyPublishers.ofString(body.toString())));
    }

    /** Copies an answer of many lines as it comes. */
    public void copyLines(String path, PrintWriter out) throws InterruptedException {
        HttpResponse<InputStream> answer = send(request(path).GET());
        int written = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                throw explain(answer.statusCode(), answer.body().readAllBytes());
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.write('\n');
                if (++written % CHECKED == 0 && out.checkError()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new ClientException("The answer of " + address + " broke off: what was written is not all", e);
        }
        if (out.checkError()) {
            throw new ClientException(NOT_WRITTEN, null);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .header(AccessGuard.NAME_HEADER, user);
        token.ifPresent(each -> request.header("Authorization", "Bearer " + each));
        return request;
    }

    private JsonNode json(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<InputStream> answer = send(request);
        try (InputStream in = answer.body()) {
            byte[] body = in.readAllBytes();
            if (answer.statusCode() >= 300) {
                throw explain(answer.statusCode(), body);
            }
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ClientException("What answers at " + address + " is no Turnstile: see --url", e);
        } catch (IOException e) {
            throw new ClientException("The answer of " + address + " broke off", e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new ClientException(
                    String.format(
                            Locale.ROOT,
                            "No Turnstile answers at %s: start it with '%s run', or say with --url where one runs",
                            address,
                            LauncherProperties.command()),
                    e);
        } catch (HttpTimeoutException e) {
            throw new ClientException(
                    String.format(Locale.ROOT, "%s did not answer within %s", address, DurationFormat.text(PATIENCE)),
                    e);
        } catch (SSLHandshakeException e) {
            throw new ClientException(
                    String.format(
                            Locale.ROOT,
                            "The certificate of %s is not trusted, or is for another name: set turnstile.http.trust-file, or say with --url the name in it",
                            address),
                    e);
        } catch (IOException e) {
            throw new ClientException(
                    String.format(Locale.ROOT, "The connection to %s broke (%s)", address, e.getMessage()), e);
        }
    }

    private ClientException explain(int status, byte[] body) {
        if (status == 401) {
            return new ClientException(
                    String.format(
                            Locale.ROOT,
                            "%s wants %s token: set turnstile.http.operator-token (TURNSTILE_HTTP_OPERATOR_TOKEN) as it is there",
                            address,
                            token.isPresent() ? "another" : "a"),
                    null);
        }
        try {
            String detail = JSON.readTree(body).path("detail").asText();
            if (!detail.isEmpty()) {
                String line = PlainText.line(detail);
                return status == UNAVAILABLE ? ClientException.unavailable(line) : new ClientException(line, null);
            }
        } catch (IOException e) {
            // Not a problem of ours: said below.
        }
        return new ClientException(
                String.format(
                        Locale.ROOT, "What answers at %s is no Turnstile (status %d): see --url", address, status),
                null);
    }

    URI address() {
        return address;
    }
}
