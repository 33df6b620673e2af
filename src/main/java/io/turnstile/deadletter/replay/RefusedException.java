package io.turnstile.deadletter.replay;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Fault of a letter's request that Kafka will never take as it is; nothing of its transaction is written. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final String reason;

    /** @param index of the letter among those of the transaction */
    public RefusedException(int index, String letterId, Throwable cause) {
        super("Kafka refused letter " + letterId + ": " + cause.getMessage(), cause);
        this.index = index;
        this.reason = reason(cause);
    }

    /** Returns whether a fault is of one record, whatever else is written. */
    public static boolean isRefusal(Throwable fault) {
        return fault instanceof RecordTooLargeException
                || fault instanceof RecordBatchTooLargeException
                || fault instanceof InvalidRecordException
                || fault instanceof InvalidTimestampException
                || fault instanceof PolicyViolationException
                || fault instanceof SerializationException;
    }

    private static String reason(Throwable fault) {
        if (fault instanceof RecordTooLargeException || fault instanceof RecordBatchTooLargeException) {
            return "too large: raise max.message.bytes of the requests topic";
        }
        return fault instanceof InvalidTimestampException
                ? "its timestamp is out of the topic's bounds"
                : "not valid on the requests topic, as a record without a key is on a compacted one";
    }

    public int index() {
        return index;
    }

    /** Returns why, in a few words for people. */
    public String reason() {
        return reason;
    }
}
