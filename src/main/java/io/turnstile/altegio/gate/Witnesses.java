package io.turnstile.altegio.gate;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;

/**
 * Knows for each kind of call one that Altegio answered: made again, it is a <em>witness</em> that tells whether Altegio is
 * well. Before anything was answered, a witness is the failing call with all its ids replaced by 1. Thread-safe.
 */
final class Witnesses {

    private static final Pattern IDS = Pattern.compile("(?<=[/=,])[0-9]+|(?<=%2C)[0-9]+");

    private final AtomicReferenceArray<Answered> byOperation = new AtomicReferenceArray<>(Operation.values().length);

    /** Notes a read that was answered. */
    void answered(Call call) {
        int kind = call.operation().ordinal();
        Answered known = byOperation.get(kind);
        if (call.isRead() && (known == null || !known.last.target().equals(call.target()))) {
            byOperation.set(kind, new Answered(call, known == null ? null : known.otherThan(call)));
        }
    }

    /** Notes that a witness failed: another is asked next time. */
    void forget(Call witness) {
        byOperation.updateAndGet(witness.operation().ordinal(), known -> known == null ? null : known.without(witness));
    }

    /** Returns the witness for a failing call: one of another subject, or of nobody. */
    Call like(Call failing) {
        Answered known = byOperation.get(failing.operation().ordinal());
        Call other = known == null ? null : known.otherThan(failing);
        return of(other != null ? other.target() : ofNobody(failing.target()), failing.priority());
    }

    /** Returns the call itself as a witness. */
    static Call of(String target, Priority priority) {
        return Call.of("GET", target, priority, OptionalLong.empty());
    }

    private static String ofNobody(String target) {
        return IDS.matcher(target).replaceAll("1");
    }

    /** The last calls of a kind that were answered, of two subjects; the one before may be null. */
    private record Answered(Call last, Call before) {

        Call otherThan(Call call) {
            return last.subject().equals(call.subject()) ? before : last;
        }

        Answered without(Call call) {
            if (last.target().equals(call.target())) {
                return before == null ? null : new Answered(before, null);
            }
            return before != null && before.target().equals(call.target()) ? new Answered(last, null) : this;
        }
    }
}
