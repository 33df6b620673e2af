package io.turnstile.intake;

import java.util.ArrayList;
import java.util.List;

/** Faults in words, and which of them a process cannot live with. */
final class ConsumerFaults {

    private static final int MOST_CAUSES = 5;

    private ConsumerFaults() {}

    /** Returns whether a fault, or what caused it, is that there was too little memory. */
    static boolean isOutOfMemory(Throwable fault) {
        Throwable each = fault;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            if (each instanceof OutOfMemoryError) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** Returns whether the process had better end, so that a supervisor starts it again. */
    static boolean isFatal(Throwable fault) {
        Throwable each = fault;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            if (each instanceof VirtualMachineError && !(each instanceof StackOverflowError)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** Returns what happened and why, from the outside to the root cause, in one line. */
    static String inOneLine(Throwable fault) {
        List<String> lines = new ArrayList<>();
        Throwable each = fault;
        while (each != null && lines.size() < MOST_CAUSES) {
            String line = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            if (lines.stream().noneMatch(before -> before.contains(line))) {
                lines.add(line.replaceAll("\\s+", " ").trim());
            }
            each = each.getCause();
        }
        return String.join(": ", lines);
    }
}
