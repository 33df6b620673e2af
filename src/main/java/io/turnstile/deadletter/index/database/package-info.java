/**
 * The database of the index: its file and connections, its tables, and how values become columns.
 */
@NullMarked
package io.turnstile.deadletter.index.database;

import org.jspecify.annotations.NullMarked;
