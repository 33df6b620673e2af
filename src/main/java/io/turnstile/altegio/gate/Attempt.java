package io.turnstile.altegio.gate;

import java.io.IOException;

/** What became of one call on the wire. */
sealed interface Attempt {

    /**
     * Altegio decided.
     *
     * @param sentAt when it was sent, of the ticker
     */
    record Answered(Answer answer, long sentAt) implements Attempt {}

    /**
     * A fault: nothing came, or nothing that can be used. One of the first two is null.
     *
     * @param endedAt when that was known, of the ticker
     */
    record Failed(Answer answer, IOException error, long endedAt) implements Attempt {

        /** Ends the call with this: returns the unusable answer, or throws what prevented one. */
        Answer end() throws IOException {
            if (answer == null) {
                throw error;
            }
            return answer;
        }

        String cause() {
            if (answer == null) {
                return error.getClass().getSimpleName();
            }
            return answer.isSuccess() ? "unreadable " + answer.status() : String.valueOf(answer.status());
        }
    }

    /** The token was refused, and there is no other to try now. */
    record TokenRefused() implements Attempt {}
}
