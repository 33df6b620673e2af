package io.turnstile.http;

import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handler that lets a call that signs somebody in wait for its turn, once its body is there: who sends it slowly takes nobody's
 * turn.
 */
final class SignInQueue extends Handler.Wrapper {

    private final AccessGuard doorkeeper;

    SignInQueue(Handler next, AccessGuard doorkeeper) {
        super(next);
        this.doorkeeper = doorkeeper;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!AccessHandler.isSignIn(request)) {
            return super.handle(request, response, callback);
        }
        when(request, response, callback, () -> doorkeeper.turnOfForm(AccessGuard.marked(request)), () -> {
            try {
                super.handle(request, response, callback);
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        });
        return true;
    }

    /** Runs the work when it is its turn, on another thread unless that is now. */
    static void when(Request request, Response response, Callback callback, Supplier<Duration> turn, Runnable work) {
        Duration wait;
        try {
            wait = turn.get();
        } catch (Problem problem) {
            RawReplies.send(response, callback, problem);
            return;
        }
        if (wait.isZero()) {
            work.run();
        } else {
            request.getComponents().getScheduler().schedule(work, wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
