package io.turnstile.altegio.gate;

import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Priority;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A call that others may wait for. It is on the ground until it is sent, and again while it waits to be sent again; only its
 * last start counts. Thread-safe; its maker is the one thread that changes it.
 */
final class SharedCall {

    private static final long GROUNDED = Long.MAX_VALUE;

    private final Priority priority;
    private final CompletableFuture<Optional<BufferedResponse>> landing = new CompletableFuture<>();
    private volatile long sentAt = GROUNDED;

    SharedCall(Priority priority) {
        this.priority = priority;
    }

    /** Creates a call that is shared with nobody. */
    static SharedCall alone() {
        return new SharedCall(Priority.LIVE);
    }

    /** Notes that the call is sent now, and returns that time. */
    long sent(long now) {
        sentAt = now;
        return now;
    }

    /** Notes that the call must be made again. */
    void ground() {
        sentAt = GROUNDED;
    }

    /** Returns whether the answer will have been asked for after the request was read, and will not be late for it. */
    boolean mayServe(Call call) {
        long sent = sentAt;
        if (sent == GROUNDED) {
            return priority.compareTo(call.priority()) <= 0;
        }
        return isAfter(sent, call);
    }

    /** Returns whether a call sent then was sent after the request was read. */
    static boolean isAfter(long sentAt, Call call) {
        return call.readAt().isPresent() && sentAt - call.readAt().getAsLong() > 0;
    }

    void land(BufferedResponse answer) {
        landing.complete(Optional.of(answer));
    }

    void fail(IOException fault) {
        landing.completeExceptionally(fault);
    }

    /** Ends the flight without a word about the request: its maker was interrupted. */
    void abandon() {
        landing.complete(Optional.empty());
    }

    /**
     * Waits for the answer.
     *
     * @return empty if the flight was abandoned
     * @throws IOException the fault in which it ended
     */
    Optional<BufferedResponse> await() throws IOException, InterruptedException {
        try {
            return landing.get();
        } catch (ExecutionException ended) {
            if (ended.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IOException("The shared call ended unexpectedly", ended.getCause());
        }
    }
}
