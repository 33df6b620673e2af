/** An Altegio to develop against. */
package io.turnstile.simulator;
