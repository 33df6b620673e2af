package io.turnstile.intake;

/** Says that a record came to the intake out of its order; nothing of its batch may be committed. */
final class OutOfSequenceException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    OutOfSequenceException(RequestRecord record) {
        super("Record " + record.origin().id() + " is not the next one of its partition");
    }
}
