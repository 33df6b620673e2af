/**
 * What people and machines that look after Turnstile see of it: health, readiness and metrics over HTTP. Thin: what it shows
 * is handed in as {@link io.turnstile.http.Health.Check}s and Micrometer binders by {@code app}, and nothing is decided here.
 *
 * <p>Imports {@code booking} and {@code deadletter} only. Threads: a small pool of the server's own, on which checks are
 * looked at and metrics read, and one that looks at readiness now and then to log its changes.
 */
@NullMarked
package io.turnstile.http;

import org.jspecify.annotations.NullMarked;
