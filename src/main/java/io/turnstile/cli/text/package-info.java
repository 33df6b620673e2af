/**
 * What commands print: tables, letters, plans, JSON and progress, safe for a terminal.
 */
@NullMarked
package io.turnstile.cli.text;

import org.jspecify.annotations.NullMarked;
