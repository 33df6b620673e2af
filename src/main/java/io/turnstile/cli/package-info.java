/** The commands: thin skins that read what the user asked for, call {@code app}, and print. Nothing imports it. */
package io.turnstile.cli;
