/**
 * What commands print: tables, letters, plans, JSON and progress, safe for a terminal.
 */
package io.turnstile.cli.text;
