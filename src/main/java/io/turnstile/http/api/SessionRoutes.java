package io.turnstile.http.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.turnstile.http.access.Access;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import io.turnstile.http.access.Role;
import io.turnstile.http.access.Source;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints at which people show their token once, so that their browser need not keep it. */
final class SessionRoutes {

    private static final int LONGEST_TOKEN = 4096;

    private final Access access;
    private final AccessGuard doorkeeper;

    SessionRoutes(Access access, AccessGuard doorkeeper) {
        this.access = access;
        this.doorkeeper = doorkeeper;
    }

    List<ApiEndpoint> routes() {
        return List.of(
                ApiEndpoint.get("/api/session", this::show),
                new ApiEndpoint(HandlerType.POST, "/api/session", Optional.empty(), true, false, this::begin),
                new ApiEndpoint(HandlerType.DELETE, "/api/session", Optional.empty(), false, false, this::end));
    }

    private void show(Context context, @Nullable Caller caller) {
        HttpBodies.answer(
                context,
                Json.object()
                        .put("role", caller.role().text())
                        .put("name", caller.name())
                        .put("token_needed", !access.isOpen()));
    }

    private void begin(Context context, @Nullable Caller nobody) throws Exception {
        StrictJsonReader fields = StrictJsonReader.of(HttpBodies.body(context));
        String token = fields.text("token", LONGEST_TOKEN).orElseThrow(() -> fields.wrong("token", "is missing"));
        fields.refuseOthers();
        HttpBodies.note(context, "begins a session");
        Source source = AccessGuard.marked(HttpBodies.request(context));
        Role role = doorkeeper
                .signIn(token, source)
                .orElseThrow(() -> new Problem(
                        401,
                        "Wrong token",
                        "The token is neither turnstile.http.viewer-token nor turnstile.http.operator-token"));
        HttpBodies.note(context, "begins a session as " + role.text());
        if (!access.isOpen()) {
            context.header("Set-Cookie", access.sessions().begin(role));
        }
        show(context, new Caller(role, role.text(), source.address()));
    }

    private void end(Context context, @Nullable Caller nobody) {
        doorkeeper.signOut(HttpBodies.request(context));
        context.header("Set-Cookie", access.sessions().end()).status(204);
    }
}
