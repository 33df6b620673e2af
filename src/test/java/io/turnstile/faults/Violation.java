package io.turnstile.faults;

/** Promise of the contract that was not kept. @param text what was seen, for people */
record Violation(Kind kind, String text) {

    enum Kind {
        LOST,
        REPEATED,
        UNASKED,
        WRONG_OUTCOME,
        OUT_OF_ORDER,
        CHANGED,
        LATE,
        REPLAYED_TWICE,
        QUOTA,
        SECRET,
        PROCESS
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
