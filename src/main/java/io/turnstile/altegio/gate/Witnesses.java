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
        if (call.isRead() && (known == null || !known.last.equals(call.target()))) {
            byOperation.set(kind, new Answered(call.target(), known == null ? null : known.last));
        }
    }

    /** Notes that a witness failed: another is asked next time. */
    void forget(Call witness) {
        byOperation.updateAndGet(
                witness.operation().ordinal(), known -> known == null ? null : known.without(witness.target()));
    }

    /** Returns the witness for a failing call: never the call itself. */
    Call like(Call failing) {
        Answered known = byOperation.get(failing.operation().ordinal());
        String target = known == null ? null : known.otherThan(failing.target());
        return of(target != null ? target : ofNobody(failing.target()), failing.priority());
    }

    /** Returns the call itself as a witness. */
    static Call of(String target, Priority priority) {
        return Call.of("GET", target, priority, OptionalLong.empty());
    }

    private static String ofNobody(String target) {
        return IDS.matcher(target).replaceAll("1");
    }

    /** The last two different calls of a kind that were answered; the one before may be null. */
    private record Answered(String last, String before) {

        String otherThan(String target) {
            return last.equals(target) ? before : last;
        }

        Answered without(String target) {
            if (last.equals(target)) {
                return before == null ? null : new Answered(before, null);
            }
            return new Answered(last, target.equals(before) ? null : before);
        }
    }
}
