/**
 * A Kafka batch in, its outcomes and offsets out, exactly once.
 *
 * <p>Camel's batching consumer polls; {@link io.turnstile.intake.BatchIntake} groups the batch into lanes (a <em>lane</em>
 * is the records of one key, in order), sends each record through {@code direct:booking} on one shared pool, and commits
 * all outcomes and the batch's offsets in one Kafka transaction. While it waits it keeps the consumer in its group. When
 * anything is in doubt it commits nothing and throws: Camel then makes the consumer anew and the batch is read again
 * from the committed offsets, which costs repeated reads from Altegio and nothing else.
 *
 * <p>Routes write outcomes with the {@code outcome:} endpoint. Imports {@code booking} only. Threads: one polling thread
 * for each consumer, which also commits, and the shared pool, on which routes run.
 */
package io.turnstile.intake;
