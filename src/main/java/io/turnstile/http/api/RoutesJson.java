package io.turnstile.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON of the routes that run. */
final class RoutesJson {

    private RoutesJson() {}

    static ObjectNode of(RoutesStatus status) {
        ObjectNode json = Json.object().put("reload", status.reload());
        json.set("routes", Json.array(status.routes(), RoutesJson::of));
        json.set("refused", status.refused().<JsonNode>map(RoutesJson::of).orElse(NullNode.getInstance()));
        return json.put("restart", Json.text(status.restart())).put("ending", status.ending());
    }

    private static ObjectNode of(RoutesStatus.Route route) {
        return Json.object()
                .put("id", route.id())
                .put("description", route.description())
                .put("file", route.file())
                .put("line", line(route.line()))
                .put("since", route.since().toString());
    }

    private static ObjectNode of(RoutesStatus.Refusal refusal) {
        return Json.object()
                .put("message", refusal.message())
                .put("file", Json.text(refusal.file()))
                .put("line", line(refusal.line()))
                .put("what", refusal.what())
                .put("did_you_mean", Json.text(refusal.meant()))
                .put("since", refusal.since().toString());
    }

    private static Integer line(int line) {
        return line == 0 ? null : line;
    }
}
