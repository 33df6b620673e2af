package io.turnstile.intake;

import io.turnstile.intake.record.RequestRecord;
import io.turnstile.telemetry.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.camel.Processor;

/**
 * Parts that an intake hands its records to. One for all its consumers.
 *
 * @param source from which kind of topic the records are read
 * @param pool runs the lanes; its threads bound the bookings in flight
 * @param routes where records go; each decides one record, synchronously, and is safe for use by several threads
 * @param topics topics that are Turnstile's own
 * @param longestDelay how long a retry waits at most
 * @param waits what records wait for on their way
 * @param tracing begins the trace of each record
 * @param clock the time of day
 * @param ticker nanoseconds of a clock that never goes back
 */
public record IntakeContext(
        RequestRecord.Source source,
        Executor pool,
        Routes routes,
        Topics topics,
        Duration longestDelay,
        CallWaits waits,
        Tracing tracing,
        Clock clock,
        LongSupplier ticker) {

    /**
     * Routes that Java calls.
     *
     * @param booking decides a record: {@code direct:booking}
     * @param straggler takes a record that others have waited for too long: {@code direct:straggler}
     * @param undecided takes a record whose outcome could not be written for now: {@code direct:undecided}
     * @param refused takes a record whose outcome Kafka will never take: {@code direct:refused}
     */
    public record Routes(Processor booking, Processor straggler, Processor undecided, Processor refused) {}

    /**
     * Names of topics.
     *
     * @param deadLetters the topic of dead letters
     * @param own all topics without which Turnstile cannot work, that of dead letters among them
     */
    public record Topics(String deadLetters, Set<String> own) {

        public Topics {
            own = Set.copyOf(own);
        }
    }

    /** Waits of bookings on their way through the routes, as the intake sees them. Thread-safe. */
    public interface CallWaits {

        /** Returns whether the world is wrong at present, so that all wait and nobody can be late. */
        boolean isHolding();

        /**
         * Returns whether a booking's call is on its way for longer than this, and for several times longer than calls usually
         * are. Time that it waits for a place in the quota does not count.
         *
         * @param sequence the booking's, as its exchange's variable {@code sequence} says
         */
        boolean isSlow(long sequence, Duration patience);

        /** Returns whether a booking's call waits for a place in the quota. */
        boolean isQueued(long sequence);

        /** Ends the waits of one booking, because it takes another way. */
        void end(long sequence);
    }

    IntakeContext withBooking(Processor booking) {
        return new IntakeContext(
                source,
                pool,
                new Routes(booking, routes.straggler, routes.undecided, routes.refused),
                topics,
                longestDelay,
                waits,
                tracing,
                clock,
                ticker);
    }
}
