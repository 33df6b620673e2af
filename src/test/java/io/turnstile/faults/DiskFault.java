package io.turnstile.faults;

import java.time.Duration;

/** Fault of the disk that an instance has its index, its journal and its log on. No booking may notice. */
record DiskFault(Kind what, int instance, Duration lasts) implements Fault {

    enum Kind {
        /** No file may grow, as on a full disk. */
        FULL,
        /** Somebody writes over the middle of the index. */
        INDEX_CORRUPTED,
        /** The files of the index are deleted. */
        INDEX_DELETED
    }

    @Override
    public Reach reach() {
        return Reach.nobody();
    }

    @Override
    public String kind() {
        return Fault.kind("disk", what);
    }
}
