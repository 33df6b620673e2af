package io.turnstile.http.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint: one thing that the REST does.
 *
 * @param needs who may; empty if everybody may, and then {@code caller} is null
 * @param changes whether it changes anything: then it is logged with who did it
 * @param searches whether it reads parameters of the address; otherwise any are refused
 */
record ApiEndpoint(
        HandlerType method, String path, Optional<Role> needs, boolean changes, boolean searches, Work work) {

    /** Does it. */
    @FunctionalInterface
    interface Work {
        void answer(Context context, @Nullable Caller caller) throws Exception;
    }

    static ApiEndpoint get(String path, Work work) {
        return new ApiEndpoint(HandlerType.GET, path, Optional.of(Role.VIEWER), false, false, work);
    }

    /** Is for what reads parameters of the address, and refuses those that it does not know. */
    static ApiEndpoint search(String path, Work work) {
        return new ApiEndpoint(HandlerType.GET, path, Optional.of(Role.VIEWER), false, true, work);
    }

    /** Right to what changes nothing but costs something, or shows what only people need who then change something. */
    static ApiEndpoint ask(String path, Work work) {
        return new ApiEndpoint(HandlerType.POST, path, Optional.of(Role.OPERATOR), false, false, work);
    }

    static ApiEndpoint change(String path, Work work) {
        return new ApiEndpoint(HandlerType.POST, path, Optional.of(Role.OPERATOR), true, false, work);
    }
}
