/**
 * Records from Kafka in, their outcomes and what is done out, exactly once.
 *
 * <p>Camel's consumer polls through {@link io.turnstile.intake.IntakeConsumer} and hands each record to {@link
 * io.turnstile.intake.RecordIntake}, which puts it into the <em>lane</em> of its key (the records of one key, one at a time, in
 * order) and returns at once. Lanes send records through {@code direct:booking} on one shared pool, side by side. Between two
 * polls the polling thread commits what was decided, in whatever order, in one Kafka transaction: outcomes, the offset of each
 * partition's first record that is not done, and in that offset's metadata which records above it are done ({@link
 * io.turnstile.intake.progress.OffsetNote}). So nobody waits for a slow neighbour. A partition with too many records in hand is paused,
 * and what holds it up moves on to a retry topic ({@link io.turnstile.intake.StragglerDetector}). What Kafka refuses stops
 * nobody either ({@link io.turnstile.intake.RefusedOutcomes}).
 *
 * <p>When anything is in doubt nothing is committed and the poll throws: Camel then creates the consumer again, after a pause that
 * grows, and what is not done is read again, which costs repeated reads from Altegio and nothing else.
 *
 * <p>Routes write outcomes with the {@code outcome:} endpoint. Threads: one polling thread for
 * each consumer, which also commits, and the shared pool, on which routes run.
 */
@NullMarked
package io.turnstile.intake;

import org.jspecify.annotations.NullMarked;
