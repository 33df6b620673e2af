/**
 * What every reader and writer of Kafka shares: ids of records, text of headers, and the pause between tries. Imports no
 * other package of Turnstile. Everything here may be used by any thread.
 */
@NullMarked
package io.turnstile.kafka;

import org.jspecify.annotations.NullMarked;
