package io.turnstile.http;

import io.turnstile.http.access.Access;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import io.turnstile.http.access.Source;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handler that every call to data passes first: refuses it by its head alone, and only then lets its body be read and a
 * thread be taken for it. The console's files are for everybody. Never waits on a thread.
 */
final class AccessHandler extends Handler.Wrapper {

    private static final Logger LOG = LoggerFactory.getLogger(AccessHandler.class);
    private static final String SESSION = "/api/session";

    private final Access access;
    private final AccessGuard doorkeeper;
    private final RefusalLog refusals;

    AccessHandler(Handler next, Access access, AccessGuard doorkeeper, Clock clock) {
        super(next);
        this.access = access;
        this.doorkeeper = doorkeeper;
        this.refusals = new RefusalLog(clock, LOG::info);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith("/api/") && !path.equals("/api") && !path.equals("/metrics")) {
            return super.handle(request, response, callback);
        }
        Source source = doorkeeper.source(request);
        Optional<Problem> refusal = doorkeeper.refusal(request);
        if (refusal.isPresent()) {
            refuse(request, response, callback, source, refusal.get());
        } else if (isSignIn(request)) {
            enter(request, response, callback, source, Optional.empty());
        } else {
            SignInQueue.when(
                    request,
                    response,
                    callback,
                    () -> doorkeeper.turn(request, source),
                    () -> lookAtToken(request, response, callback, source));
        }
        return true;
    }

    private void lookAtToken(Request request, Response response, Callback callback, Source source) {
        Optional<Caller> caller = doorkeeper.caller(request, source);
        if (caller.isPresent() || isSignOut(request)) {
            enter(request, response, callback, source, caller);
        } else {
            // A session that is no good any more need not be shown again and again.
            response.getHeaders().put("Set-Cookie", access.sessions().end());
            refuse(request, response, callback, source, Problem.unauthorized());
        }
    }

    private void enter(Request request, Response response, Callback callback, Source source, Optional<Caller> caller) {
        AccessGuard.mark(request, source, caller);
        request.setAttribute(BodyHandler.LIMIT, caller.isPresent() ? BodyHandler.OF_CALLERS : BodyHandler.OF_STRANGERS);
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    static boolean isSignIn(Request request) {
        return Request.getPathInContext(request).equals(SESSION) && "POST".equals(request.getMethod());
    }

    private static boolean isSignOut(Request request) {
        return Request.getPathInContext(request).equals(SESSION) && "DELETE".equals(request.getMethod());
    }

    private void refuse(Request request, Response response, Callback callback, Source source, Problem problem) {
        if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
            refusals.refused(AccessGuard.line(request.getMethod(), 20) + " "
                    + AccessGuard.line(request.getHttpURI().getPath(), 300) + " from " + source.address()
                    + " refused: " + problem.getMessage());
            // Its body stays unread, which ends the connection: a client that was not told would use it for its next
            // call.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        RawReplies.send(response, callback, problem);
    }
}
