package io.turnstile.http;

import java.util.List;

/** Looks at one part, or at several of a kind. Is called on any thread, often, and must neither wait nor call elsewhere. */
@FunctionalInterface
public interface HealthCheck {

    List<HealthResult> look();
}
