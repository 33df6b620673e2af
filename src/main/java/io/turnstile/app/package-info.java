/**
 * The one place that wires things together: Camel with the route files, gate, intake, dead letters, HTTP, and their health.
 * Imports every package but {@code cli}, {@code preflight} and the simulator.
 */
@NullMarked
package io.turnstile.app;

import org.jspecify.annotations.NullMarked;
