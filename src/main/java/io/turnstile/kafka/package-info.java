/**
 * What every reader and writer of Kafka shares: ids of records, text of headers, the pause between tries, and the
 * heartbeats of threads. Imports no
 * other package of Turnstile. Everything here may be used by any thread.
 */
@NullMarked
package io.turnstile.kafka;

import org.jspecify.annotations.NullMarked;
