package io.turnstile.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Reading of bodies and writing of answers. */
final class HttpBodies {

    static final String JSON = "application/json; charset=utf-8";
    private static final String LOGGED = "turnstile.logged";

    private HttpBodies() {}

    static void answer(Context context, JsonNode json) {
        context.contentType(JSON).result(Json.bytes(json));
    }

    /** Returns the body, which is there already and not too large. */
    static byte[] body(Context context) throws IOException {
        return context.req().getInputStream().readAllBytes();
    }

    /** Returns the body as fields; one that is left out has none. */
    static StrictJsonReader fields(Context context) throws IOException {
        byte[] body = body(context);
        return StrictJsonReader.of(body.length == 0 ? new byte[] {'{', '}'} : body);
    }

    static boolean isHead(Context context) {
        return context.method() == HandlerType.HEAD;
    }

    static Request request(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req());
    }

    /** Cuts the connection, so that nobody takes for all what is only a part. */
    static void breakOff(Context context) {
        request(context).getConnectionMetaData().getConnection().getEndPoint().close();
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
