/**
 * What every reader and writer of Kafka shares: properties of clients, ids of records, names and text of headers, rules for
 * topics and partitions, the pause between tries, and the heartbeats of threads. Imports no
 * other package of Turnstile. Everything here may be used by any thread.
 */
@NullMarked
package io.turnstile.kafka;

import org.jspecify.annotations.NullMarked;
