/**
 * Files of certificates and keys, and what TLS is made of with them: whom calls trust, and what the console shows of itself. All
 * of them may change while Turnstile runs. Imports no other room.
 */
@NullMarked
package io.turnstile.tls;

import org.jspecify.annotations.NullMarked;
