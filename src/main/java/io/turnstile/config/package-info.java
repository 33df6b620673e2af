/**
 * Settings: each key declared once, read from the file and the environment, and checked. Also the secrets among them, which
 * are kept out of the log. Imports {@code booking} for the redactor.
 */
@NullMarked
package io.turnstile.config;

import org.jspecify.annotations.NullMarked;
