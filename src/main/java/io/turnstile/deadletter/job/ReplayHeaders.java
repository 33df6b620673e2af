package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Content;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Makes the headers of a request that is replayed: its own as they came, and those that say which letter it was. */
public final class ReplayHeaders {

    static final String OWN = "turnstile-";

    private ReplayHeaders() {}

    public static Headers of(Content letter, boolean edited) {
        Headers headers = new RecordHeaders();
        for (Content.Header each : letter.headers()) {
            if (!each.name().toLowerCase(Locale.ROOT).startsWith(OWN)) {
                headers.add(each.name(), each.value());
            }
        }
        add(headers, "replay-of", letter.letter().id());
        add(headers, "replays", Integer.toString(letter.letter().replays() + 1));
        if (edited) {
            add(headers, "edited", "true");
        }
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(OWN + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
