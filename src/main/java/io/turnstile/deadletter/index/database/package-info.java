/**
 * The database of the index: its file and connections, its tables, and how values become columns.
 */
package io.turnstile.deadletter.index.database;
