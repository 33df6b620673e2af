/** The commands: thin skins that read what the user asked for, call {@code app}, and print. Nothing imports it. */
@NullMarked
package io.turnstile.cli;

import org.jspecify.annotations.NullMarked;
