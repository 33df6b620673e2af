package io.turnstile.config;

import io.turnstile.booking.Redactor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.DefaultLogEventFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Log events without secrets, in their messages and in those of their exceptions, whatever logs them and however they are
 * laid out. Log4j makes one of it: see {@code log4j2.component.properties}. Thread-safe.
 */
public final class RedactedLogEvents implements LogEventFactory {

    private final LogEventFactory events = new DefaultLogEventFactory();
    private final Redactor secrets = Secrets.OF_PROCESS;

    @Override
    public LogEvent createEvent(
            String logger,
            Marker marker,
            String caller,
            Level level,
            Message message,
            List<Property> properties,
            Throwable fault) {
        return redactIds(events.createEvent(logger, marker, caller, level, redact(message), properties, redact(fault)));
    }

    /** Takes secrets out of the ids too: a request's id is whatever its sender made of it. */
    private LogEvent redactIds(LogEvent event) {
        Map<String, String> ids = event.getContextData().toMap();
        Map<String, String> redacted = new HashMap<>();
        ids.forEach((name, text) -> redacted.put(name, secrets.apply(text)));
        return redacted.equals(ids)
                ? event
                : new Log4jLogEvent.Builder(event)
                        .setContextData(new SortedArrayStringMap(redacted))
                        .build();
    }

    private @Nullable Message redact(Message message) {
        if (message == null) {
            return null;
        }
        String text = message.getFormattedMessage();
        String redacted = secrets.apply(text);
        return redacted == null || redacted.equals(text) ? message : new SimpleMessage(redacted);
    }

    private Throwable redact(Throwable fault) {
        return holdsSecret(fault, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? new Redacted(fault, secrets, 0)
                : fault;
    }

    private boolean holdsSecret(@Nullable Throwable fault, Set<Throwable> seen) {
        if (fault == null || !seen.add(fault)) {
            return false;
        }
        String text = fault.toString();
        return !text.equals(secrets.apply(text))
                || holdsSecret(fault.getCause(), seen)
                || Arrays.stream(fault.getSuppressed()).anyMatch(each -> holdsSecret(each, seen));
    }

    /** Exception logged in place of one whose message, or whose cause's, holds a secret: same stack, text without it. */
    private static final class Redacted extends Exception {

        private static final long serialVersionUID = 1L;
        private static final int MOST_CAUSES = 20;

        Redacted(Throwable fault, Redactor secrets, int depth) {
            super(secrets.apply(fault.toString()), cause(fault, secrets, depth), false, true);
            setStackTrace(fault.getStackTrace());
        }

        private static @Nullable Throwable cause(Throwable fault, Redactor secrets, int depth) {
            return fault.getCause() == null || depth == MOST_CAUSES
                    ? null
                    : new Redacted(fault.getCause(), secrets, depth + 1);
        }
    }
}
