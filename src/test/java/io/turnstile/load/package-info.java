/**
 * Measures, by hand, what takes too long for the tests: outages, kills, quota and index in processes of their own.
 * CONTRIBUTING says how to run each. The comparison with what one would write instead is the benchmark, {@code src/bench}.
 */
package io.turnstile.load;
