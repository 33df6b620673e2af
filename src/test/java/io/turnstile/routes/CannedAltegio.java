package io.turnstile.routes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers search and check as told, and remembers every call with all its headers. */
final class CannedAltegio implements AutoCloseable {
    static final String SEARCH =
            """
            {"data": [{"id": "5248829", "type": "loyalty_abonement", "attributes": {"number": "690348", "balance": 10}}],
             "included": [{}]}""";
    static final String CHECK =
            """
            {"data": {"id": "check_1", "attributes": {"last_booking_date": "2026-12-31T23:59:59+00:00",
             "available_visits": 10, "can_book_all_days": true, "bookable_day_ids": [1, 2, 3, 4, 5]}}}""";

    /** Call as it arrived; header names are in lower case. */
    record Call(String method, String target, Map<String, String> headers, String body) {}

    private final HttpServer server;
    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    CannedAltegio(int status, String search, String check) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestURI().toString();
            calls.add(new Call(exchange.getRequestMethod(), target, headers, body));
            byte[] answer = (target.contains("search_for_activity") ? search : check).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("CamelHttpUri", "http://127.0.0.1:1/evil");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    static CannedAltegio saysYes() throws IOException {
        return new CannedAltegio(200, SEARCH, CHECK);
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + host() + "/api/v1";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
