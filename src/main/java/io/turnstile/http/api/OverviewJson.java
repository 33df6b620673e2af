package io.turnstile.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.letter.Group;
import java.util.List;
import java.util.TreeMap;

/** JSON of how everything stands. */
final class OverviewJson {

    private OverviewJson() {}

    static ObjectNode of(PipelineStatus now, boolean ready, List<Group> open) {
        ObjectNode json = Json.object().put("instance", now.instance()).put("ready", ready);
        json.set("groups", Json.array(open, LetterJson::of));
        json.set("minutes", Json.array(now.minutes(), OverviewJson::of));
        json.set("intake", of(now.intake()));
        json.set("gate", of(now.gate()));
        json.set(
                "index",
                Json.object()
                        .put("ready", now.index().ready())
                        .put("read", now.index().read())
                        .put("behind", now.index().behind()));
        json.set("warnings", Json.texts(now.warnings()));
        return json;
    }

    private static ObjectNode of(PipelineStatus.Minute minute) {
        ObjectNode letters = Json.object();
        new TreeMap<>(minute.deadLetters()).forEach(letters::put);
        return Json.object()
                .put("at", minute.at().toString())
                .put("scheduled", minute.scheduled())
                .set("dead_letters", letters);
    }

    private static ObjectNode of(PipelineStatus.Intake intake) {
        return Json.object()
                .put("lag", Json.number(intake.lag()))
                .put("retry_lag", Json.number(intake.retryLag()))
                .set("consumers", Json.array(intake.consumers(), each -> Json.object()
                        .put("name", each.name())
                        .put("partitions", each.partitions())
                        .put("last_commit", Json.text(each.lastCommit()))
                        .put("fault", Json.text(each.fault()))));
    }

    private static String state(PipelineStatus.Gate gate) {
        if (gate.holding().isPresent()) {
            return "holding";
        }
        return gate.throttledUntil().isPresent() ? "throttled" : "open";
    }

    private static ObjectNode of(PipelineStatus.Gate gate) {
        return Json.object()
                .put("state", state(gate))
                .put("why", Json.text(gate.holding()))
                .put("detail", gate.detail())
                .put("since", gate.since().toString())
                .put("throttled_until", Json.text(gate.throttledUntil()))
                .put("per_second", Json.number(gate.perSecond()))
                .put("per_minute", Json.number(gate.perMinute()))
                .put("used_second", gate.usedSecond())
                .put("used_minute", gate.usedMinute())
                .put("waiting", gate.waiting());
    }
}
