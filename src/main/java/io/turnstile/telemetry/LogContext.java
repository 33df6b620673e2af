package io.turnstile.telemetry;

import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;

/**
 * Ids of the request that this thread works on, for each line that is logged meanwhile. Values are as they came:
 * {@code RedactedLogEvents} takes secrets out, and the layout escapes.
 */
public final class LogContext {

    /** Where the request stood: topic, partition and offset. */
    public static final String ORIGIN = "origin";

    public static final String REQUEST_ID = "request_id";
    public static final String CLIENT = "client";
    public static final String TRACE_ID = "trace_id";
    public static final String SPAN_ID = "span_id";

    private static final List<String> ALL = List.of(ORIGIN, REQUEST_ID, CLIENT, TRACE_ID, SPAN_ID);

    private LogContext() {}

    /** Begins to work on a request. */
    public static void begin(String origin) {
        ThreadContext.put(ORIGIN, origin);
    }

    /** Adds what the request's value says, once it was read. */
    public static void read(String requestId, long client) {
        ThreadContext.putAll(Map.of(REQUEST_ID, requestId, CLIENT, Long.toString(client)));
    }

    /** Adds the id of a request that breaks other rules. */
    public static void read(String requestId) {
        ThreadContext.put(REQUEST_ID, requestId);
    }

    static void traced(String traceId, String spanId) {
        ThreadContext.putAll(Map.of(TRACE_ID, traceId, SPAN_ID, spanId));
    }

    /** Ends the work on it, on the thread that began it. */
    public static void end() {
        ThreadContext.removeAll(ALL);
    }
}
