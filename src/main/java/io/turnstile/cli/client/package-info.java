/**
 * The running instance that commands ask over its REST, and the options that name it and its letters.
 */
@NullMarked
package io.turnstile.cli.client;

import org.jspecify.annotations.NullMarked;
