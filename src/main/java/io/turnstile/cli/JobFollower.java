package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.cli.client.ClientException;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.LetterText;
import io.turnstile.cli.text.PlainText;
import io.turnstile.cli.text.PlanText;
import io.turnstile.cli.text.ProgressBar;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watcher of a job until it is done and what it replayed was decided; it tells what became of it. */
final class JobFollower {

    private static final int LOOK_MS = 300;

    /** A replayed request that must be tried again waits ten minutes and more: nobody wants to watch that. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TurnstileClient instance;
    private final PrintWriter err;
    private final CountDownLatch never = new CountDownLatch(1);

    JobFollower(TurnstileClient instance, PrintWriter err) {
        this.instance = instance;
        this.err = err;
    }

    /** @return the exit status: 0 if all letters were discarded, or replayed and scheduled */
    int follow(String id, PrintWriter out, boolean json) throws InterruptedException {
        Thread goodbye = new Thread(() -> sayThatItGoesOn(id), "detach");
        Runtime.getRuntime().addShutdownHook(goodbye);
        JsonNode job;
        try {
            job = watch(id);
        } finally {
            Runtime.getRuntime().removeShutdownHook(goodbye);
        }
        if (json) {
            out.println(job);
        } else {
            print(job, out);
        }
        return isAllDone(job) ? Turnstile.DONE : Turnstile.FAILED;
    }

    private void sayThatItGoesOn(String id) {
        err.println();
        err.printf(
                Locale.ROOT,
                "Job %s continues. To look: turnstile jobs follow %s, to stop it: turnstile jobs cancel %s%n",
                id,
                id,
                id);
        err.flush();
    }

    private JsonNode watch(String id) throws InterruptedException {
        JsonNode job = instance.get(Paths.job(id));
        ProgressBar progress = new ProgressBar(err, "done", job.path("planned").asInt());
        Instant changed = Instant.now();
        while (!isDecided(job) && changed.plus(PATIENCE).isAfter(Instant.now()) || isUnderWay(job)) {
            progress.show(job.path("done").asInt() - waiting(job));
            never.await(LOOK_MS, TimeUnit.MILLISECONDS);
            JsonNode now = reconnecting(Paths.job(id));
            changed = now.equals(job) ? changed : Instant.now();
            job = now;
        }
        progress.show(job.path("done").asInt() - waiting(job));
        progress.end();
        return job;
    }

    /** Asks until the instance answers: the job continues whoever watches, and an instance that starts knows no job at first. */
    private JsonNode reconnecting(String path) throws InterruptedException {
        Instant lost = null;
        while (true) {
            try {
                return instance.get(path);
            } catch (ClientException e) {
                Instant now = Instant.now();
                if (e.isDisconnected()) {
                    if (lost == null) {
                        err.println();
                        err.println(e.getMessage() + ". Reconnecting; Ctrl-C leaves the job alone.");
                        err.flush();
                    }
                    lost = now;
                } else if (lost == null || lost.plus(PATIENCE).isBefore(now)) {
                    throw e;
                }
                never.await(LOOK_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static boolean isUnderWay(JsonNode job) {
        return job.path("state").asText().matches("queued|running");
    }

    private static boolean isDecided(JsonNode job) {
        return !isUnderWay(job) && waiting(job) == 0 && isCounted(job);
    }

    /** Returns whether the instance knows an outcome of each replay: one that starts has not read all of them. */
    private static boolean isCounted(JsonNode job) {
        long known = 0;
        for (JsonNode count : job.path("outcomes")) {
            known += count.asLong();
        }
        return !isReplay(job) || known >= job.path("done").asLong();
    }

    private static boolean isReplay(JsonNode job) {
        return job.path("order").path("action").asText().equals("replay");
    }

    private static int waiting(JsonNode job) {
        return job.path("outcomes").path("waiting").asInt();
    }

    private static boolean isAllDone(JsonNode job) {
        boolean replay = isReplay(job);
        long done = job.path("done").asLong();
        return job.path("state").asText().equals("finished")
                && done > 0
                && job.path("left_out").isEmpty()
                && (!replay || job.path("outcomes").path("scheduled").asLong() == done);
    }

    private void print(JsonNode job, PrintWriter out) throws InterruptedException {
        String state = job.path("state").asText();
        boolean replay = isReplay(job);
        out.printf(
                Locale.ROOT,
                "Job %s %s: %d of %s %s%n",
                job.path("id").asText(),
                state,
                job.path("done").asLong(),
                PlanText.letters(job.path("planned").asLong()),
                replay ? "replayed" : "discarded");
        if (!job.path("detail").asText().isEmpty()) {
            out.println("  " + PlainText.line(job.path("detail").asText()));
        }
        if (replay) {
            printOutcomes(job, out);
        }
        if (state.equals("stopped") || state.equals("cancelled")) {
            out.println("To continue: turnstile jobs resume " + job.path("id").asText());
        }
    }

    /** Prints how many were scheduled, and of the others the old reason and the new one. */
    private void printOutcomes(JsonNode job, PrintWriter out) throws InterruptedException {
        JsonNode outcomes = job.path("outcomes");
        line(out, outcomes.path("scheduled").asLong(), "scheduled");
        boolean backAgain = outcomes.path("rejected").asLong()
                        + outcomes.path("malformed").asLong()
                        + outcomes.path("failed").asLong()
                > 0;
        if (backAgain) {
            back(job).forEach((reasons, count) -> line(out, count, reasons));
        }
        line(
                out,
                waiting(job),
                "not decided yet: turnstile jobs follow " + job.path("id").asText());
    }

    private Map<String, Long> back(JsonNode job) throws InterruptedException {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode each :
                reconnecting(Paths.job(job.path("id").asText()) + "/returns").path("returns")) {
            String before = LetterText.text(each, "before");
            String now = LetterText.text(each, "now");
            counts.merge(
                    "came back: " + (before.equals(now) ? now + " again" : before + " -> " + now),
                    each.path("count").asLong(),
                    Long::sum);
        }
        return counts;
    }

    private static void line(PrintWriter out, long count, String what) {
        if (count > 0) {
            out.printf(Locale.ROOT, "  %8d  %s%n", count, what);
        }
    }
}
