/**
 * Queries: lists and pages of letters, counts, and what jobs did. Each runs in a read transaction of its caller's.
 */
package io.turnstile.deadletter.index.search;
