package io.turnstile.altegio.gate.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that are in the gate now, so that those nobody waits for can be ended. Thread-safe. */
public final class ActiveCalls {

    private final Set<Caller> present = ConcurrentHashMap.newKeySet();

    /** Notes that this thread comes in with a call; it must leave again. */
    public Caller enter(Call call, Wire wire) {
        Caller caller = new Caller(call.sequence(), wire);
        present.add(caller);
        return caller;
    }

    /** Ends the waits of all calls with this sequence number. */
    public void giveUp(long sequence) {
        present.stream().filter(caller -> caller.sequence == sequence).forEach(Caller::giveUp);
    }

    /** A thread in the gate. It is interrupted only while it is there. */
    public final class Caller implements AutoCloseable {

        private final long sequence;
        private final Wire wire;
        private final Thread thread = Thread.currentThread();
        private boolean givenUp;
        private boolean gone;

        private Caller(long sequence, Wire wire) {
            this.sequence = sequence;
            this.wire = wire;
        }

        private synchronized void giveUp() {
            if (!gone) {
                givenUp = true;
                wire.abort();
                thread.interrupt();
            }
        }

        public synchronized boolean isGivenUp() {
            return givenUp;
        }

        /** Leaves, and takes no interruption along that was meant for the call. */
        @Override
        public synchronized void close() {
            present.remove(this);
            gone = true;
            if (givenUp) {
                Thread.interrupted();
            }
        }
    }
}
