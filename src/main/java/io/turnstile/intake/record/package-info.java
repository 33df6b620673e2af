/**
 * Records of requests as they were read from Kafka: where they stood first, and which of their headers are passed on.
 */
@NullMarked
package io.turnstile.intake.record;

import org.jspecify.annotations.NullMarked;
