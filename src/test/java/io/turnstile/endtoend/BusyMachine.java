package io.turnstile.endtoend;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;

/** Grants times measured on a machine that has other work to do. */
final class BusyMachine {

    private BusyMachine() {}

    /** Returns the limit, or as many times more as there are runnable threads for each core (the last minute's average). */
    static Duration allow(Duration limit) {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        double share = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
        return Duration.ofMillis((long) (limit.toMillis() * Math.max(1, share)));
    }
}
