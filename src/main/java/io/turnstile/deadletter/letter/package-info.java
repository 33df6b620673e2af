/** The words in which everybody speaks of dead letters: values that check themselves, and nothing that reads or writes. */
@NullMarked
package io.turnstile.deadletter.letter;

import org.jspecify.annotations.NullMarked;
