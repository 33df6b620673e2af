/**
 * Records of requests as they were read from Kafka: where they stood first, and which of their headers go on.
 */
package io.turnstile.intake.record;
