/**
 * What goes into the index and what comes out of it: values, without a database.
 */
package io.turnstile.deadletter.index.entry;
