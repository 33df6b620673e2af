package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.ApiError;
import io.turnstile.simulator.world.SimulatorJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of the API, faults included.
 *
 * @param status HTTP status
 * @param body JSON in UTF-8, or what a fault made of it
 * @param headers to be sent besides content type and length
 * @param latency how long it is kept back, at least 0
 * @param ending how the body is delivered
 * @param pause before each byte of a body that drips, at least 0
 */
public record ApiResponse(
        int status, byte[] body, Map<String, String> headers, Duration latency, Ending ending, Duration pause) {

    /** End of an answer. */
    public enum Ending {
        /** As it should. */
        WHOLE,
        /** Half the body is sent under the content length of the whole, then the connection is closed. */
        TRUNCATED,
        /** A byte at a time, with a pause before the next. */
        DRIPPING,
        /** Nothing is ever sent. */
        NEVER
    }

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    public static ApiResponse of(int status, JsonNode body) {
        return new ApiResponse(status, SimulatorJson.bytes(body), Map.of(), Duration.ZERO, Ending.WHOLE, Duration.ZERO);
    }

    /** Answers as the API does when it says no: with a message. */
    public static ApiResponse refusal(int status, String message) {
        ObjectNode error = error();
        error.putObject("meta").put("message", message);
        return of(status, error);
    }

    public static ApiResponse refusal(ApiError refusal) {
        return refusal(refusal.status(), refusal.message());
    }

    /** Answers as the API does when something broke: {@code meta} is sometimes an object, sometimes an array. */
    public static ApiResponse failure(int status, boolean array) {
        ObjectNode error = error();
        if (array) {
            error.putArray("meta");
        } else {
            error.putObject("meta");
        }
        return of(status, error);
    }

    public ApiResponse with(int otherStatus) {
        return new ApiResponse(otherStatus, body, headers, latency, ending, pause);
    }

    public ApiResponse with(byte[] otherBody) {
        return new ApiResponse(status, otherBody, headers, latency, ending, pause);
    }

    public ApiResponse with(Ending otherEnding) {
        return new ApiResponse(status, body, headers, latency, otherEnding, pause);
    }

    public ApiResponse with(Duration otherLatency) {
        return new ApiResponse(status, body, headers, otherLatency, ending, pause);
    }

    public ApiResponse with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ApiResponse(status, body, more, latency, ending, pause);
    }

    public ApiResponse dripping(@Nullable Duration beforeEachByte) {
        return new ApiResponse(status, body, headers, latency, Ending.DRIPPING, beforeEachByte);
    }

    private static ObjectNode error() {
        return SimulatorJson.object().put("success", false).putNull("data");
    }
}
