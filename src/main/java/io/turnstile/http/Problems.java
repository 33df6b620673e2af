package io.turnstile.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import io.turnstile.http.api.Api;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handlers that answer whatever goes wrong with a problem of one line; what happened within is in the log alone. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(Problem.class, (e, context) -> Api.answer(context, e));
        routes.exception(HttpResponseException.class, (e, context) -> {
            String path = context.method() + " " + AccessGuard.line(context.path(), 300);
            e.getDetails().forEach((name, value) -> {
                if (e.getStatus() == 405) {
                    context.header("Allow", value);
                }
            });
            Api.answer(
                    context,
                    switch (e.getStatus()) {
                        case 404 -> Problem.notFound("There is no " + path);
                        case 405 ->
                            new Problem(
                                    405, "Method not allowed", "There is no " + path + ", but other methods have it");
                        default -> new Problem(e.getStatus(), "Not done", e.getMessage());
                    });
        });
        routes.exception(EofException.class, (e, context) -> LOG.debug("The caller left.", e));
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), AccessGuard.line(context.path(), 300), e);
            Api.answer(context, new Problem(500, "Fault", "Something went wrong here: Turnstile's log says what"));
        });
    }
}
