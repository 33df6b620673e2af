/**
 * Measures, by hand, what the tests do not: throughput and CPU time of the pipeline in a process of its own, beside a
 * consumer loop written by hand. CONTRIBUTING says how to run it.
 */
package io.turnstile.load;
