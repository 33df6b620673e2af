/**
 * Dead letters, resolutions and schedules from Kafka: the sync that fills the index and keeps it up to date, the parsers, and
 * the reader of a letter's bytes. One thread reads, one applies.
 */
@NullMarked
package io.turnstile.deadletter.kafka;

import org.jspecify.annotations.NullMarked;
