package io.turnstile.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the API answers, faults included.
 *
 * @param status HTTP status
 * @param body JSON in UTF-8, or what a fault made of it
 * @param headers to be sent besides content type and length
 * @param latency how long it is kept back, at least 0
 * @param ending how the body is delivered
 * @param pause before each byte of a body that drips, at least 0
 */
record Answer(int status, byte[] body, Map<String, String> headers, Duration latency, Ending ending, Duration pause) {

    /** Says how an answer ends. */
    enum Ending {
        /** As it should. */
        WHOLE,
        /** Half the body is sent under the content length of the whole, then the connection is closed. */
        TRUNCATED,
        /** A byte at a time, with a pause before the next. */
        DRIPPING,
        /** Nothing is ever sent. */
        NEVER
    }

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Json.bytes(body), Map.of(), Duration.ZERO, Ending.WHOLE, Duration.ZERO);
    }

    /** Answers as the API does when it says no: with a message. */
    static Answer refusal(int status, String message) {
        ObjectNode error = error();
        error.putObject("meta").put("message", message);
        return of(status, error);
    }

    static Answer refusal(Refusal refusal) {
        return refusal(refusal.status(), refusal.message());
    }

    /** Answers as the API does when something broke: {@code meta} is sometimes an object, sometimes an array. */
    static Answer failure(int status, boolean array) {
        ObjectNode error = error();
        if (array) {
            error.putArray("meta");
        } else {
            error.putObject("meta");
        }
        return of(status, error);
    }

    Answer with(int otherStatus) {
        return new Answer(otherStatus, body, headers, latency, ending, pause);
    }

    Answer with(byte[] otherBody) {
        return new Answer(status, otherBody, headers, latency, ending, pause);
    }

    Answer with(Ending otherEnding) {
        return new Answer(status, body, headers, latency, otherEnding, pause);
    }

    Answer with(Duration otherLatency) {
        return new Answer(status, body, headers, otherLatency, ending, pause);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more, latency, ending, pause);
    }

    Answer dripping(Duration beforeEachByte) {
        return new Answer(status, body, headers, latency, Ending.DRIPPING, beforeEachByte);
    }

    private static ObjectNode error() {
        return Json.object().put("success", false).putNull("data");
    }
}
