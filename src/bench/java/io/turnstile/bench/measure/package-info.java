/** What is measured: a class each, all of them in the list of {@link io.turnstile.bench.Bench}. */
package io.turnstile.bench.measure;
