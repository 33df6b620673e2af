package io.turnstile.cli;

import io.turnstile.app.RequestSender;
import io.turnstile.config.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file on their way to Kafka, some hundred at a time, so that it can be said where to continue when Kafka takes one
 * not. One thread's.
 */
final class SentLines {

    private static final int TOGETHER = 500;
    private static final int BYTES_TOGETHER = 512 * 1024;

    private final RequestSender sender;
    private final String name;
    private final List<Line> sending = new ArrayList<>();
    private int bytes;
    private int sent;
    private int lastLine;
    private boolean refusedOne;

    /** @param name names the file for people */
    SentLines(RequestSender sender, String name) {
        this.sender = sender;
        this.name = name;
    }

    private record Line(int number, RequestSender.Sent sent) {}

    /** Sends a line, and waits for those before it now and then. */
    void send(RequestFile.Request request) throws InterruptedException {
        if (sending.size() == TOGETHER || bytes + request.json().length > BYTES_TOGETHER) {
            await();
        }
        bytes += request.json().length;
        sending.add(new Line(request.line(), sender.send(request.key(), request.json())));
    }

    /**
     * Waits until Kafka has all that was sent.
     *
     * @return how many lines that are, from the first on
     * @throws SettingsException in one line, if it did not take one: which, and where to continue
     */
    int await() throws InterruptedException {
        List<Line> refused = new ArrayList<>();
        String why = "";
        Line last = null;
        for (Line each : sending) {
            try {
                each.sent().written().get();
                last = each;
                sent++;
            } catch (ExecutionException e) {
                why = refused.isEmpty() ? String.valueOf(e.getCause().getMessage()) : why;
                refused.add(each);
            }
        }
        sending.clear();
        bytes = 0;
        if (last != null) {
            lastLine = last.number();
        }
        if (!refused.isEmpty()) {
            refusedOne = true;
            throw new SettingsException(line(refused, last, why));
        }
        return sent;
    }

    /**
     * Returns the fault that ends the sending, with how far it came, which a refusal of Kafka's says already.
     *
     * @throws SettingsException if Kafka did not take one of those under way
     */
    SettingsException stopped(SettingsException fault) throws InterruptedException {
        if (refusedOne) {
            return fault;
        }
        if (await() == 0) {
            return new SettingsException(fault.getMessage() + SendCommand.NOTHING_SENT);
        }
        return new SettingsException(fault.getMessage() + ". " + sent + " requests were sent, up to line " + lastLine
                + "; go on with --from-line " + (lastLine + 1));
    }

    private String line(List<Line> refused, @Nullable Line last, String why) {
        int first = refused.get(0).number();
        String what =
                "Kafka did not take line " + first + " of " + name + " (" + why + "). " + sent + " requests were sent";
        if (last == null || last.number() < first) {
            return what + " before it; continue with --from-line " + first;
        }
        String left = refused.stream()
                .map(Line::number)
                .filter(number -> number < last.number())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        int next = last.number() + 1;
        return what + ", up to line " + last.number() + " without lines " + left + "; continue with --from-line "
                + next;
    }
}
