package io.turnstile.documents;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP call that a {@code curl} command makes.
 *
 * @param headers names and values in turn
 * @param body null if none is sent
 */
record CurlCall(String method, URI url, List<String> headers, String body) {

    /** Reads the words behind {@code curl}. */
    static CurlCall of(List<String> words) {
        String method = null;
        String body = null;
        URI url = null;
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-s", "-N" -> {
                    // Changes what curl shows, not what it asks.
                }
                case "-X" -> method = words.get(++i);
                case "-H" -> headers.addAll(List.of(words.get(++i).split(": ", 2)));
                case "-d" -> body = words.get(++i);
                case "--json" -> {
                    body = words.get(++i);
                    headers.addAll(List.of("Content-Type", "application/json", "Accept", "application/json"));
                }
                default -> url = URI.create(words.get(i));
            }
        }
        return new CurlCall(method == null ? (body == null ? "GET" : "POST") : method, url, headers, body);
    }
}
