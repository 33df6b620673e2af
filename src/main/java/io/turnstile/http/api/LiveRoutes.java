package io.turnstile.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Endpoints for how everything stands, once or as it changes, what routes run, and who did what. */
final class LiveRoutes implements AutoCloseable {

    private final Api.Dependencies desk;
    private final BooleanSupplier ready;
    private final EventStream events;

    /** @param ready whether the pipeline is at work */
    LiveRoutes(Api.Dependencies desk, BooleanSupplier ready) {
        this.desk = desk;
        this.ready = ready;
        this.events = new EventStream(
                () -> Json.string(overview()),
                () -> Json.string(JobJson.jobs(recentJobs())),
                desk.situation(),
                desk.events());
    }

    List<ApiEndpoint> routes() {
        return List.of(
                ApiEndpoint.get("/api/overview", (context, caller) -> HttpBodies.answer(context, overview())),
                ApiEndpoint.get("/api/about", (context, caller) -> HttpBodies.answer(context, about())),
                ApiEndpoint.get(
                        "/api/audit",
                        (context, caller) -> HttpBodies.answer(
                                context, JobJson.audit(desk.letters().audit()))),
                ApiEndpoint.get("/api/routes", (context, caller) -> HttpBodies.answer(context, routesThatRun())),
                ApiEndpoint.get("/api/events", (context, caller) -> events.join(context)),
                ApiEndpoint.change("/api/prune", this::prune));
    }

    private ObjectNode about() {
        return Json.object()
                .put("version", desk.program().version())
                .put("commit", desk.program().commit());
    }

    private List<Job> recentJobs() {
        List<Job> jobs = desk.letters().jobs();
        return jobs.subList(0, Math.min(EventStream.JOBS_SENT, jobs.size()));
    }

    private ObjectNode overview() {
        return OverviewJson.of(
                desk.situation().get(), ready.getAsBoolean(), desk.letters().groups(Filter.OPEN));
    }

    private ObjectNode routesThatRun() {
        return RoutesJson.of(desk.routes()
                .get()
                .orElseThrow(() ->
                        new Problem(503, "Not now", "The routes are not started yet: ask again in a few seconds")));
    }

    private void prune(Context context, @Nullable Caller caller) throws Exception {
        StrictJsonReader fields = HttpBodies.fields(context);
        String note = fields.text("note", 500).orElse("");
        fields.refuseOthers();
        String why = note.isEmpty() ? "" : ", because: " + AccessGuard.line(note, 500);
        HttpBodies.note(context, "prunes resolved letters" + why);
        SortedMap<Integer, Long> pruned;
        try {
            pruned = desk.letters().prune(caller.name(), note);
        } catch (IllegalStateException e) {
            throw new Problem(503, "Not now", e.getMessage());
        }
        long records = pruned.values().stream().mapToLong(Long::longValue).sum();
        HttpBodies.note(context, "prunes resolved letters" + why + " -> " + records + " records deleted");
        HttpBodies.answer(
                context,
                Json.object()
                        .put("records", records)
                        .set("partitions", Json.array(pruned.entrySet(), each -> Json.object()
                                .put("partition", each.getKey())
                                .put("records", each.getValue()))));
    }

    @Override
    public void close() {
        events.close();
    }
}
