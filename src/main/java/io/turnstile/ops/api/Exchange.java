package io.turnstile.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.turnstile.ops.access.Problem;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Reads bodies and writes answers. */
final class Exchange {

    static final String JSON = "application/json; charset=utf-8";
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final String LOGGED = "turnstile.logged";

    private Exchange() {}

    static void answer(Context context, JsonNode json) {
        context.contentType(JSON).result(Json.bytes(json));
    }

    /** @throws Problem if it is too large */
    static byte[] body(Context context) throws IOException {
        byte[] body = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new Problem(413, "Too large", "The body may have 2 MB at most");
        }
        return body;
    }

    /** Cuts the connection, so that nobody takes for all what is only a part. */
    static void breakOff(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    /** Takes a note of what a changing call does, and why, for the log. */
    static void note(Context context, String what) {
        context.attribute(LOGGED, what);
    }

    static String noted(Context context) {
        String what = context.attribute(LOGGED);
        return what == null ? "" : ": " + what;
    }
}
