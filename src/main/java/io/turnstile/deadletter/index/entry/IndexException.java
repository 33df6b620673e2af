package io.turnstile.deadletter.index.entry;

import org.jspecify.annotations.Nullable;

/** Fault of the index's database, for want of disk space for instance. The index is then of no use; Kafka has all. */
public final class IndexException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IndexException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public static IndexException of(Throwable cause) {
        return new IndexException("The index of the dead letters failed: " + cause.getMessage(), cause);
    }
}
