package io.turnstile.deadletter.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Audit entry: who did what, when and why.
 *
 * @param by the person; {@code turnstile} for what it did by itself
 * @param what in a few words
 * @param why in the words of that person; may be empty
 * @param jobId the job that it is about
 */
public record AuditEntry(Instant at, String by, String what, String why, Optional<String> jobId) {

    public AuditEntry {
        Objects.requireNonNull(at);
        Objects.requireNonNull(by);
        Objects.requireNonNull(what);
        Objects.requireNonNull(why);
        Objects.requireNonNull(jobId);
    }

    public static AuditEntry of(JobEvent event) {
        Optional<String> job = Optional.of(event.jobId()).filter(id -> !id.isEmpty());
        return new AuditEntry(event.at(), event.by(), what(event), why(event), job);
    }

    private static String what(JobEvent event) {
        if (event instanceof JobEvent.Submitted submitted) {
            String action = submitted.order().action().name().toLowerCase(java.util.Locale.ROOT);
            return String.format(
                    Locale.ROOT,
                    "ordered a %s of %d letter%s",
                    action,
                    submitted.planned(),
                    submitted.planned() == 1 ? "" : "s");
        }
        if (event instanceof JobEvent.Finished finished) {
            return String.format(
                    Locale.ROOT,
                    "finished the job: %d letter%s done",
                    finished.done(),
                    finished.done() == 1 ? "" : "s");
        }
        if (event instanceof JobEvent.Noted noted) {
            return noted.what();
        }
        return event.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " the job";
    }

    private static String why(JobEvent event) {
        if (event instanceof JobEvent.Submitted submitted) {
            return submitted.order().note();
        }
        if (event instanceof JobEvent.Stopped stopped) {
            return stopped.detail();
        }
        if (event instanceof JobEvent.Finished finished) {
            return SkippedLetters.sentence(finished.leftOut());
        }
        return event instanceof JobEvent.Noted noted ? noted.why() : "";
    }
}
