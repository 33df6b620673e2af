/**
 * Tests that stand beside route files: read, run against routes without Kafka and network, compared and reported. All of it
 * runs on the command's thread.
 */
@NullMarked
package io.turnstile.routetest;

import org.jspecify.annotations.NullMarked;
