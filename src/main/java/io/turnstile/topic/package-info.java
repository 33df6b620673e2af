/**
 * The topics on Kafka: which there must be, which are created, what the group has committed on them, and the guard against
 * deciding requests again when its offsets are gone. Blocking calls of Kafka's admin client, at the start or for a check.
 */
@NullMarked
package io.turnstile.topic;

import org.jspecify.annotations.NullMarked;
