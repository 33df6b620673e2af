package io.turnstile.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.turnstile.simulator.api.Ids;
import io.turnstile.simulator.api.IssuedTokens;
import io.turnstile.simulator.api.TypesEndpoint;
import io.turnstile.simulator.fault.FaultBoard;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.fault.Outage;
import io.turnstile.simulator.fault.Outages;
import io.turnstile.simulator.stats.SimulatorStats;
import io.turnstile.simulator.stats.StatsJson;
import io.turnstile.simulator.world.Client;
import io.turnstile.simulator.world.Membership;
import io.turnstile.simulator.world.SimulatorJson;
import io.turnstile.simulator.world.World;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * Routes under {@code /simulator}, by which faults, stats, tokens and balances are read and changed while it runs. They need
 * no token, but may not be called by web pages; they count against no quota and have no faults, and only a refused outage
 * closes them too.
 */
final class ControlRoutes {
    private static final String BASE = "/simulator";

    private final ControlGuard guard;
    private final World world;
    private final IssuedTokens tokens;
    private final FaultBoard faults;
    private final Outages outages;
    private final SimulatorStats stats;

    ControlRoutes(
            ControlGuard guard,
            World world,
            IssuedTokens tokens,
            FaultBoard faults,
            Outages outages,
            SimulatorStats stats) {
        this.guard = guard;
        this.world = world;
        this.tokens = tokens;
        this.faults = faults;
        this.outages = outages;
        this.stats = stats;
    }

    void addTo(RoutesConfig routes) {
        routes.before(BASE + "/*", context -> guard.refusal(context).ifPresent(refusal -> {
            reply(context, refusal.status(), SimulatorJson.object().put("error", refusal.message()));
            context.skipRemainingHandlers();
        }));
        routes.get(BASE + "/faults", context -> reply(context, 200, ControlJson.tree(faults.current())));
        routes.put(BASE + "/faults", context -> setFaults(context, SimulatorJson.object()));
        routes.patch(BASE + "/faults", context -> setFaults(context, ControlJson.tree(faults.current())));
        routes.post(BASE + "/outages", this::startOutage);
        routes.delete(BASE + "/outages", context -> {
            outages.end();
            context.status(204);
        });
        routes.get(BASE + "/stats", context -> reply(context, 200, StatsJson.of(stats.snapshot())));
        routes.post(BASE + "/stats/reset", context -> {
            stats.reset();
            context.status(204);
        });
        routes.post(BASE + "/tokens/revoke", context -> {
            tokens.revoke();
            context.status(204);
        });
        routes.get(BASE + "/world/clients/{id}", this::client);
        routes.patch(BASE + "/world/memberships/{id}", this::setBalance);
        routes.exception(
                IllegalArgumentException.class,
                (e, context) -> reply(context, 400, SimulatorJson.object().put("error", e.getMessage())));
    }

    /** Lays the keys of the body over {@code base}. */
    private void setFaults(Context context, ObjectNode base) {
        base.setAll(ControlJson.object(context.body()));
        faults.set(ControlJson.read(base, Faults.class));
        reply(context, 200, ControlJson.tree(faults.current()));
    }

    /** Begins once this very call has been answered: a refused outage would cut it off. */
    private void startOutage(Context context) {
        Outage outage = ControlJson.read(ControlJson.object(context.body()), Outage.class);
        if (outages.current().isPresent()) {
            reply(context, 409, SimulatorJson.object().put("error", "there is an outage already"));
        } else {
            reply(context, 202, ControlJson.tree(outage));
            Request request = ServletContextRequest.getServletContextRequest(context.req());
            Request.addCompletionListener(request, failure -> outages.startSoon(outage));
        }
    }

    private void client(Context context) {
        Optional<Client> client = id(context).flatMap(world::client);
        if (client.isEmpty()) {
            reply(context, 404, SimulatorJson.object().put("error", "no such client"));
            return;
        }
        ObjectNode json = SimulatorJson.object().put("id", client.get().id());
        ArrayNode memberships = json.putArray("memberships");
        client.get().memberships().forEach(membership -> memberships.add(json(membership)));
        reply(context, 200, json);
    }

    private void setBalance(Context context) {
        JsonNode balance = ControlJson.object(context.body()).path("balance");
        if (!balance.isInt() || balance.asInt() < 0) {
            throw new IllegalArgumentException("balance must be an integer, 0 or more");
        }
        Optional<Membership> changed = id(context).flatMap(id -> world.setBalance(id, balance.asInt()));
        changed.ifPresentOrElse(
                membership -> reply(context, 200, json(membership)),
                () -> reply(context, 404, SimulatorJson.object().put("error", "no such membership")));
    }

    private static Optional<Long> id(Context context) {
        return Ids.parse(context.pathParam("id")).stream().boxed().findFirst();
    }

    private static ObjectNode json(Membership membership) {
        ObjectNode json = SimulatorJson.object()
                .put("id", membership.id())
                .put("client_id", membership.clientId())
                .put("number", membership.number())
                .put("balance", membership.balance())
                .put("active", membership.active())
                .put(
                        "last_booking_date",
                        membership.lastBookingDate().map(Object::toString).orElse(null));
        ObjectNode type = json.putObject("type").put("id", membership.type().id());
        TypesEndpoint.attributes(type, membership.type());
        return json;
    }

    private static void reply(Context context, int status, JsonNode json) {
        context.status(status).contentType("application/json; charset=utf-8").result(SimulatorJson.bytes(json));
    }
}
