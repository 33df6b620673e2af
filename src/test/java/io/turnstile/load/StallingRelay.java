package io.turnstile.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Relay on loopback that passes calls on to a simulated Altegio, later for some clients, and keeps back the calls about
 * others: until they are released, or for as long as it was told, after which they are cut off without an answer.
 * Thread-safe.
 */
public final class StallingRelay implements AutoCloseable {

    private static final Pattern CLIENT = Pattern.compile("/client/(\\d+)/");

    private final URI altegio;
    private final Duration stall;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Set<Long> stalled = Set.of();
    private volatile Set<Long> slow = Set.of();
    private volatile Duration slowness = Duration.ZERO;

    /** @param stall how long a call is kept back before it is cut off */
    public StallingRelay(String altegioUrl, Duration stall) throws IOException {
        this.altegio = URI.create(altegioUrl);
        this.stall = stall;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::relay);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the API's address, as {@code turnstile.altegio.base-url} wants it. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + altegio.getPath();
    }

    /** Keeps back the calls about these clients from now on. */
    public void stall(Set<Long> clients) {
        stalled = Set.copyOf(clients);
    }

    /** Answers calls about these clients that much later from now on. */
    public void slow(Set<Long> clients, Duration later) {
        slowness = later;
        slow = Set.copyOf(clients);
    }

    /** Passes on what was kept back, and keeps back no more. */
    public void release() {
        stalled = Set.of();
        released.countDown();
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI target = exchange.getRequestURI();
            if (isAbout(slow, target)) {
                released.await(slowness.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (!isAbout(stalled, target) || released.await(stall.toMillis(), TimeUnit.MILLISECONDS)) {
                pass(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAbout(Set<Long> clients, URI target) {
        Matcher matcher = CLIENT.matcher(target.getPath());
        return matcher.find() && clients.contains(Long.parseLong(matcher.group(1)));
    }

    private void pass(HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder call = HttpRequest.newBuilder(altegio.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        for (String name : Set.of("Authorization", "Accept", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                call.header(name, value);
            }
        }
        HttpResponse<byte[]> answer = client.send(call.build(), BodyHandlers.ofByteArray());
        answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                .set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
