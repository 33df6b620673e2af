package io.turnstile.altegio.gate.quota;

/**
 * Listener for all that a {@link SlidingWindow} holds, called before it counts. Times are nanoseconds of the window's
 * ticker.
 */
interface CallLog {

    CallLog NONE = new CallLog() {
        @Override
        public void started() {}

        @Override
        public void ended(long at) {}

        @Override
        public void filled(int places, long at) {}
    };

    /** Notes that a call is about to start. */
    void started();

    /** Notes that one of the calls that were started has ended; calls do not differ. */
    void ended(long at);

    /** Notes places that count as calls that ended at that time. */
    void filled(int places, long at);
}
