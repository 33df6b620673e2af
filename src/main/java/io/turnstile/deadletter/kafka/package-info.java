/**
 * Dead letters, resolutions and schedules from Kafka: the sync that fills the index and keeps it up to date, the parsers, and
 * the reader of a letter's bytes. One thread reads, one applies.
 */
package io.turnstile.deadletter.kafka;
