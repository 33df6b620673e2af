package io.turnstile.intake;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.camel.Processor;

/**
 * Says how the records of an intake are worked on. One for all its consumers.
 *
 * @param source from which kind of topic the records are read
 * @param pool runs the lanes; its threads bound the bookings in flight
 * @param routes decides one record, synchronously; safe for use by several threads
 * @param lateRoutes takes a record that others overtook; null if each is waited for, however long it takes
 * @param waits what they wait for on their way
 * @param pace how long bookings take
 * @param clock the time of day
 * @param ticker nanoseconds of a clock that never goes back
 */
record IntakeWork(
        RequestRecord.Source source,
        Executor pool,
        Processor routes,
        Processor lateRoutes,
        Waits waits,
        Pace pace,
        Clock clock,
        LongSupplier ticker) {

    boolean overtakes() {
        return lateRoutes != null;
    }
}
