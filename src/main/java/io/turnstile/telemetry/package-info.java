/**
 * Request under way, as log lines and spans show it: its ids in the log context, its spans in a trace, and both carried over
 * to other threads. Without a collector nothing of a trace is made. Any thread.
 */
@NullMarked
package io.turnstile.telemetry;

import org.jspecify.annotations.NullMarked;
