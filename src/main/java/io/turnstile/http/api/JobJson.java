package io.turnstile.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.index.entry.JobReturn;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import java.util.List;

/** JSON of job requests, plans, jobs and results of dry runs. */
final class JobJson {

    /** Bounds what a list of jobs repeats of an order that names many letters. */
    private static final int IDS_SHOWN = 100;

    private JobJson() {}

    static ObjectNode of(Plan plan) {
        return Json.object()
                .put("selected", plan.selected())
                .put("takes", plan.takes())
                .put("calls", plan.calls())
                .put(
                        "seconds",
                        plan.duration().map(time -> time.toMillis() / 1000.0).orElse(null))
                .<ObjectNode>set("by_reason", Json.array(plan.byReason(), LetterJson::of))
                .set("left_out", Json.array(plan.leftOut(), JobJson::of));
    }

    private static ObjectNode of(Plan.LeftOut leftOut) {
        return Json.object()
                .put("why", LetterJson.lower(leftOut.why()))
                .put("count", leftOut.count())
                .set("ids", Json.texts(leftOut.ids()));
    }

    static ObjectNode returns(List<JobReturn> returns) {
        return Json.object().set("returns", Json.array(returns, each -> Json.object()
                .put("before", each.before())
                .put("now", each.now())
                .put("count", each.count())));
    }

    static ObjectNode jobs(List<Job> jobs) {
        return Json.object().set("jobs", Json.array(jobs, JobJson::of));
    }

    static ObjectNode of(Job job) {
        ObjectNode outcomes = Json.object();
        job.outcomes().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(each -> outcomes.put(LetterJson.lower(each.getKey()), each.getValue()));
        return Json.object()
                .put("id", job.id())
                .put("state", LetterJson.lower(job.state()))
                .put("created_at", job.createdAt().toString())
                .put("changed_at", job.changedAt().toString())
                .put("changed_by", job.changedBy())
                .put("planned", job.planned())
                .put("done", job.done())
                .put("detail", job.detail())
                .<ObjectNode>set("outcomes", outcomes)
                .<ObjectNode>set("left_out", Json.array(job.leftOut(), JobJson::of))
                .set("order", of(job.order()));
    }

    private static ObjectNode of(JobRequest order) {
        List<String> ids = order.selection().ids();
        return Json.object()
                .put("action", LetterJson.lower(order.action()))
                .put("by", order.by())
                .put("note", order.note())
                .put("rate", Json.number(order.rate()))
                .put("force", order.force())
                .put("superseded", order.superseded())
                .put("ids_count", ids.size())
                .<ObjectNode>set("ids", Json.texts(ids.subList(0, Math.min(IDS_SHOWN, ids.size()))))
                .<ObjectNode>set(
                        "edited",
                        Json.texts(order.edits().keySet().stream()
                                .sorted()
                                .limit(IDS_SHOWN)
                                .toList()))
                .set("filter", order.selection().filter().map(JobJson::of).orElse(null));
    }

    static ObjectNode of(Filter filter) {
        return Json.object()
                .put("status", filter.status().map(LetterJson::lower).orElse(FilterReader.ALL))
                .put("kind", Json.text(filter.kind()))
                .put("reason", Json.text(filter.reason()))
                .put("location_id", Json.number(filter.locationId()))
                .put("client_id", Json.number(filter.clientId()))
                .put("event_id", Json.number(filter.eventId()))
                .put("since", Json.text(filter.since()))
                .put("until", Json.text(filter.until()))
                .put("text", Json.text(filter.text()));
    }

    static ObjectNode audit(List<AuditEntry> entries) {
        return Json.object().set("entries", Json.array(entries, entry -> Json.object()
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("what", entry.what())
                .put("note", entry.why())
                .put("job_id", Json.text(entry.jobId()))));
    }

    static ObjectNode of(DryRun.Result verdict) {
        return Json.object()
                .put("letter_id", verdict.letterId())
                .put("kind", verdict.kind())
                .put("reason", Json.text(verdict.reason()))
                .put("message", verdict.message())
                .put("membership_id", Json.number(verdict.membershipId()));
    }
}
