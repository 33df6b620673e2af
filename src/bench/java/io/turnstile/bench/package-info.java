/**
 * Benchmark of Turnstile against what one would write instead: {@code mvn -B -Pbench verify}. Broker, API and each contestant
 * are processes of their own; this one sends, watches and writes the report. {@code peer} has the contestants, {@code
 * measure} what is measured.
 */
package io.turnstile.bench;
