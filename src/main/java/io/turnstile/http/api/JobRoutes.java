package io.turnstile.http.api;

import io.javalin.http.Context;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans and submits jobs, and shows what they do. */
final class JobRoutes {

    private final DeadLetters letters;
    private final JobRequestReader orders;

    JobRoutes(DeadLetters letters, JobRequestReader orders) {
        this.letters = letters;
        this.orders = orders;
    }

    List<ApiEndpoint> routes() {
        return List.of(
                ApiEndpoint.ask("/api/plans", this::plan),
                ApiEndpoint.change("/api/jobs", this::submit),
                ApiEndpoint.get("/api/jobs", this::list),
                ApiEndpoint.get("/api/jobs/{id}", this::show),
                ApiEndpoint.search("/api/jobs/{id}/letters", this::lettersOf),
                ApiEndpoint.get(
                        "/api/jobs/{id}/returns",
                        (context, caller) -> HttpBodies.answer(
                                context,
                                JobJson.returns(letters.returnsOf(job(context).id())))),
                ApiEndpoint.change("/api/jobs/{id}/cancel", (context, caller) -> {
                    HttpBodies.fields(context).refuseOthers();
                    HttpBodies.note(context, "cancels job " + job(context).id());
                    HttpBodies.answer(context, JobJson.of(letters.cancel(context.pathParam("id"), caller.name())));
                }),
                ApiEndpoint.change("/api/jobs/{id}/resume", (context, caller) -> {
                    HttpBodies.fields(context).refuseOthers();
                    HttpBodies.note(context, "resumes job " + job(context).id());
                    HttpBodies.answer(context, JobJson.of(letters.resume(context.pathParam("id"), caller.name())));
                }));
    }

    private void plan(Context context, @Nullable Caller caller) throws Exception {
        JobRequest order = orders.read(HttpBodies.body(context), caller.name());
        HttpBodies.answer(context, JobJson.of(refusing(() -> letters.plan(order))));
    }

    private void submit(Context context, @Nullable Caller caller) throws Exception {
        JobRequest order = orders.read(HttpBodies.body(context), caller.name());
        HttpBodies.note(context, JobRequestText.of(order));
        Job job = refusing(() -> letters.submit(order));
        HttpBodies.note(context, JobRequestText.of(order) + " -> job " + job.id());
        context.status(201).header("Location", "/api/jobs/" + job.id());
        HttpBodies.answer(context, JobJson.of(job));
    }

    /** An order that is against the rules is the caller's fault. */
    private static <T> T refusing(java.util.concurrent.Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    private void list(Context context, @Nullable Caller caller) {
        HttpBodies.answer(context, JobJson.jobs(letters.jobs()));
    }

    private void show(Context context, @Nullable Caller caller) {
        HttpBodies.answer(context, JobJson.of(job(context)));
    }

    private void lettersOf(Context context, @Nullable Caller caller) {
        refuseOtherParameters(context, Set.of("cursor", "limit"));
        Job job = job(context);
        boolean complete = letters.isComplete();
        Page page = LetterRoutes.page(context, (cursor, limit) -> letters.lettersOf(job.id(), cursor, limit));
        HttpBodies.answer(context, LetterJson.of(page, complete));
    }

    private Job job(Context context) {
        String id = context.pathParam("id");
        return letters.job(id).orElseThrow(() -> Problem.notFound("There is no job " + AccessGuard.line(id, 100)));
    }

    private static void refuseOtherParameters(Context context, Set<String> known) {
        context.queryParamMap().keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw QueryString.unknown(name);
                });
    }
}
