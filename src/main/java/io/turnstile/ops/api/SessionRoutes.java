package io.turnstile.ops.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.turnstile.ops.access.Access;
import io.turnstile.ops.access.Caller;
import io.turnstile.ops.access.Doorkeeper;
import io.turnstile.ops.access.Problem;
import io.turnstile.ops.access.Role;
import io.turnstile.ops.access.Source;
import java.util.List;
import java.util.Optional;

/** Lets people show their token once, so that their browser need not keep it. */
final class SessionRoutes {

    private static final int LONGEST_TOKEN = 4096;

    private final Access access;
    private final Doorkeeper doorkeeper;

    SessionRoutes(Access access, Doorkeeper doorkeeper) {
        this.access = access;
        this.doorkeeper = doorkeeper;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/session", this::show),
                new Route(HandlerType.POST, "/api/session", Optional.empty(), true, false, this::begin),
                new Route(HandlerType.DELETE, "/api/session", Optional.empty(), false, false, this::end));
    }

    private void show(Context context, Caller caller) {
        Exchange.answer(
                context,
                Json.object()
                        .put("role", caller.role().text())
                        .put("name", caller.name())
                        .put("token_needed", !access.isOpen()));
    }

    private void begin(Context context, Caller nobody) throws Exception {
        Fields fields = Fields.of(Exchange.body(context));
        String token = fields.text("token", LONGEST_TOKEN).orElseThrow(() -> fields.wrong("token", "is missing"));
        fields.refuseOthers();
        Exchange.note(context, "begins a session");
        Source source = Doorkeeper.marked(Exchange.request(context));
        Role role = doorkeeper
                .signIn(token, source)
                .orElseThrow(() -> new Problem(
                        401,
                        "Wrong token",
                        "The token is neither turnstile.http.viewer-token nor turnstile.http.operator-token"));
        Exchange.note(context, "begins a session as " + role.text());
        if (!access.isOpen()) {
            context.header("Set-Cookie", access.sessions().begin(role));
        }
        show(context, new Caller(role, role.text(), source.address()));
    }

    private void end(Context context, Caller nobody) {
        doorkeeper.signOut(Exchange.request(context));
        context.header("Set-Cookie", access.sessions().end()).status(204);
    }
}
