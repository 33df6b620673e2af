package io.turnstile.ops.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.job.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Says who did what, when and why, newest first. */
final class Audit {

    private record Entry(Instant at, String by, String what, Job job) {}

    private Audit() {}

    static ObjectNode of(List<Job> jobs) {
        List<Entry> entries = jobs.stream()
                .flatMap(job -> Stream.of(
                                new Entry(job.createdAt(), job.order().by(), "submitted", job),
                                new Entry(job.changedAt(), job.changedBy(), LetterJson.lower(job.state()), job))
                        .filter(entry -> entry.what().equals("submitted") || isChange(job)))
                .sorted(Comparator.comparing(Entry::at).reversed())
                .toList();
        return Json.object().set("entries", Json.array(entries, entry -> Json.object()
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("what", entry.what())
                .put("action", LetterJson.lower(entry.job().order().action()))
                .put("job_id", entry.job().id())
                .put("letters", entry.job().planned())
                .put("note", entry.job().order().note())));
    }

    private static boolean isChange(Job job) {
        return job.state() != Job.State.QUEUED && !job.changedAt().equals(job.createdAt());
    }
}
