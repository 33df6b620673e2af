package io.turnstile.altegio.gate.call;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/**
 * One call that a route wants made: what it asks, about which client, and how it may be shared.
 *
 * @param method HTTP method
 * @param target path and query
 * @param operation what it asks of Altegio
 * @param subject what it is about: the client, whatever the location; or the whole path where there is none
 * @param priority live or replay
 * @param sequence the lower goes first when calls wait for the quota; {@code Long.MAX_VALUE} when the call has none
 * @param readAt when the request record was read, in nanoseconds of the gate's ticker; empty when the call must not be shared
 */
public record Call(
        String method,
        String target,
        Operation operation,
        String subject,
        Priority priority,
        long sequence,
        OptionalLong readAt) {

    private static final String CLIENT = "/client/";
    private static final String LOCATION = "/company/";

    /** Makes the call of a request, and removes from it the headers that were meant for the gate. */
    public static Call of(HttpRequest request) {
        OptionalLong readAt = number(request.getFirstHeader(GateHeaders.READ_AT));
        long sequence = number(request.getFirstHeader(GateHeaders.SEQUENCE)).orElse(Long.MAX_VALUE);
        Header priority = request.getFirstHeader(GateHeaders.PRIORITY);
        request.removeHeaders(GateHeaders.READ_AT);
        request.removeHeaders(GateHeaders.PRIORITY);
        request.removeHeaders(GateHeaders.SEQUENCE);
        boolean replay = priority != null && GateHeaders.REPLAY.equalsIgnoreCase(priority.getValue());
        return of(request.getMethod(), request.getPath(), replay ? Priority.REPLAY : Priority.LIVE, sequence, readAt);
    }

    public static Call of(String method, String target, Priority priority, OptionalLong readAt) {
        return of(method, target, priority, Long.MAX_VALUE, readAt);
    }

    private static Call of(String method, String target, Priority priority, long sequence, OptionalLong readAt) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return new Call(method, target, Operation.of(path), subject(path), priority, sequence, readAt);
    }

    /** Makes a call that only finds out whether Altegio is well. Others wait for that, so it goes first of its priority. */
    public static Call probe(String target, Priority priority) {
        return of("GET", target, priority, Long.MIN_VALUE, OptionalLong.empty());
    }

    /** Returns whether it stands behind a booking that has a sequence number. */
    boolean hasSequence() {
        return sequence != Long.MAX_VALUE && sequence != Long.MIN_VALUE;
    }

    /** Returns the location that it asks, or nothing. */
    public String location() {
        return segmentAfter(LOCATION, target).orElse("");
    }

    /** Returns whether the call only reads, and so may be made again. */
    public boolean isRead() {
        return "GET".equals(method) || "HEAD".equals(method);
    }

    /** Returns whether the answer may come from, or go to, another request. */
    public boolean isShareable() {
        return "GET".equals(method) && readAt.isPresent();
    }

    private static String subject(String path) {
        return segmentAfter(CLIENT, path).map(CLIENT::concat).orElse(path);
    }

    private static Optional<String> segmentAfter(String name, String path) {
        int begin = path.indexOf(name);
        if (begin < 0) {
            return Optional.empty();
        }
        int end = path.indexOf('/', begin + name.length());
        return Optional.of(
                end < 0 ? path.substring(begin + name.length()) : path.substring(begin + name.length(), end));
    }

    private static OptionalLong number(Header header) {
        if (header == null || header.getValue() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(header.getValue().trim()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
