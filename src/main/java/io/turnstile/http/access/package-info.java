/**
 * Who may do what over HTTP, from which pages, and how it is refused: tokens, session cookies, what keeps other sites out of a
 * browser's hands. Knows nothing of what is served.
 */
@NullMarked
package io.turnstile.http.access;

import org.jspecify.annotations.NullMarked;
