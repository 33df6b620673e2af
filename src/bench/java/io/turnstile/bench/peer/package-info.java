/**
 * What people would write instead of Turnstile: programs as an ordinary user of each library would write them, which do no
 * more than search, check and schedule. They take addresses and names from the same environment variables.
 */
package io.turnstile.bench.peer;
