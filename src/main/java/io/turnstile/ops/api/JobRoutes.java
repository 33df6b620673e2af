package io.turnstile.ops.api;

import io.javalin.http.Context;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.job.Job;
import io.turnstile.deadletter.job.Order;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.ops.access.Caller;
import io.turnstile.ops.access.Problem;
import java.util.List;
import java.util.Set;

/** Plans and submits jobs, and shows what they do. */
final class JobRoutes {

    private final DeadLetters letters;
    private final OrderReader orders;

    JobRoutes(DeadLetters letters, OrderReader orders) {
        this.letters = letters;
        this.orders = orders;
    }

    List<Route> routes() {
        return List.of(
                Route.ask("/api/plans", this::plan),
                Route.change("/api/jobs", this::submit),
                Route.get("/api/jobs", this::list),
                Route.get("/api/jobs/{id}", this::show),
                Route.search("/api/jobs/{id}/letters", this::lettersOf),
                Route.get(
                        "/api/jobs/{id}/returns",
                        (context, caller) -> Exchange.answer(
                                context,
                                JobJson.returns(letters.returnsOf(job(context).id())))),
                Route.change("/api/jobs/{id}/cancel", (context, caller) -> {
                    Exchange.note(context, "cancels job " + job(context).id());
                    Exchange.answer(context, JobJson.of(letters.cancel(context.pathParam("id"), caller.name())));
                }),
                Route.change("/api/jobs/{id}/resume", (context, caller) -> {
                    Exchange.note(context, "resumes job " + job(context).id());
                    Exchange.answer(context, JobJson.of(letters.resume(context.pathParam("id"), caller.name())));
                }));
    }

    private void plan(Context context, Caller caller) throws Exception {
        Order order = orders.read(Exchange.body(context), caller.name());
        Exchange.answer(context, JobJson.of(refusing(() -> letters.plan(order))));
    }

    private void submit(Context context, Caller caller) throws Exception {
        Order order = orders.read(Exchange.body(context), caller.name());
        Exchange.note(context, OrderText.of(order));
        Job job = refusing(() -> letters.submit(order));
        Exchange.note(context, OrderText.of(order) + " -> job " + job.id());
        context.status(201).header("Location", "/api/jobs/" + job.id());
        Exchange.answer(context, JobJson.of(job));
    }

    /** An order that is against the rules is the caller's fault. */
    private static <T> T refusing(java.util.concurrent.Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    private void list(Context context, Caller caller) {
        Exchange.answer(context, JobJson.jobs(letters.jobs()));
    }

    private void show(Context context, Caller caller) {
        Exchange.answer(context, JobJson.of(job(context)));
    }

    private void lettersOf(Context context, Caller caller) {
        refuseOtherParameters(context, Set.of("cursor", "limit"));
        Job job = job(context);
        Page page = LetterRoutes.page(context, (cursor, limit) -> letters.lettersOf(job.id(), cursor, limit));
        Exchange.answer(context, LetterJson.of(page));
    }

    private Job job(Context context) {
        String id = context.pathParam("id");
        return letters.job(id)
                .orElseThrow(
                        () -> Problem.notFound("There is no job " + io.turnstile.ops.access.Doorkeeper.line(id, 100)));
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
