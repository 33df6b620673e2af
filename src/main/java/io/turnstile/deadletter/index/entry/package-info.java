/**
 * What goes into the index and what comes out of it: values, without a database.
 */
@NullMarked
package io.turnstile.deadletter.index.entry;

import org.jspecify.annotations.NullMarked;
