/**
 * The token for the next call: the one that is configured, or one that is fetched with a login. Thread-safe.
 */
@NullMarked
package io.turnstile.altegio.gate.auth;

import org.jspecify.annotations.NullMarked;
