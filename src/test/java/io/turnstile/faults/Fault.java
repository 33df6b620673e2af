package io.turnstile.faults;

import java.time.Duration;

/** Something that goes wrong on purpose, for a while. Sealed by its subject: no two faults of one subject overlap. */
sealed interface Fault permits ProcessFault, KafkaFault, NetworkFault, AltegioFault, DiskFault, Operation {

    /** Returns how long it lasts, without what it takes to begin and to end it. */
    Duration lasts();

    /** Returns which requests it may delay, or give another outcome. */
    Reach reach();

    /** Returns its kind, as reports name it: {@code process: kill}. */
    String kind();

    /** Makes the name of a kind of an enum constant. */
    static String kind(String subject, Enum<?> kind) {
        return subject + ": " + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
