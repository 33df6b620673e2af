/** The words in which everybody speaks of dead letters: values that check themselves, and nothing that reads or writes. */
package io.turnstile.deadletter.letter;
