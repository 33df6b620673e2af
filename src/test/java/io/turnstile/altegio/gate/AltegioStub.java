package io.turnstile.altegio.gate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP server on loopback that answers by a function, and remembers every call. */
public final class AltegioStub implements AutoCloseable {

    public static final Reply SEARCH = new Reply(200, "{\"data\":[]}", Map.of());

    static final Reply HTML = new Reply(200, "<html>Maintenance</html>", Map.of("Content-Type", "text/html"));
    static final Reply WRONG_SHAPE = new Reply(200, "{\"items\":[]}", Map.of());
    static final Reply CUT_SHORT = new Reply(200, "{\"data\":[{\"id\"", Map.of("X-Cut", "short"));

    public final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Dispatcher dispatcher = call -> SEARCH;

    public AltegioStub() throws IOException {
        this(0);
    }

    public AltegioStub(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public void answers(Dispatcher how) {
        dispatcher = how;
    }

    int port() {
        return server.getAddress().getPort();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/api/v1");
    }

    public long count(String pathPart) {
        return seen.stream().filter(call -> call.target().contains(pathPart)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Seen call = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()));
            seen.add(call);
            Reply reply = dispatcher.answer(call);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            if (reply.equals(CUT_SHORT)) {
                exchange.sendResponseHeaders(200, body.length + 100);
                exchange.getResponseBody().write(body);
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    public static Reply reply(int status) {
        return new Reply(status, "{\"success\":false,\"data\":null,\"meta\":[]}", Map.of());
    }

    public record Seen(String method, String target, Map<String, List<String>> headers) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
        }
    }

    public record Reply(int status, String body, Map<String, String> headers) {}

    public interface Dispatcher {
        Reply answer(Seen call) throws InterruptedException;
    }
}
