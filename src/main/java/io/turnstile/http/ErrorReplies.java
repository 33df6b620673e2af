package io.turnstile.http;

import io.turnstile.http.access.Problem;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Handler of what the server refuses by itself, before a call is one that anybody could answer: it answers as all others do. */
final class ErrorReplies implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status =
                request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer set ? set : response.getStatus();
        RawReplies.addHeaders(response);
        RawReplies.send(response, callback, new Problem(status, HttpStatus.getMessage(status), detail(status)));
        return true;
    }

    private static String detail(int status) {
        return switch (status) {
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The address or the headers are too long";
            case HttpStatus.NOT_FOUND_404 -> "Nothing is served there";
            default ->
                status < 500
                        ? "The call cannot be read as HTTP"
                        : "It could not be answered: the log of Turnstile says why";
        };
    }
}
