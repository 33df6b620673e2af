/**
 * Queries: lists and pages of letters, counts, and what jobs did. Each runs in a read transaction of its caller's.
 */
@NullMarked
package io.turnstile.deadletter.index.search;

import org.jspecify.annotations.NullMarked;
