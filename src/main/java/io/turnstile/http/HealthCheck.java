package io.turnstile.http;

import java.util.List;

/** Check of one part, or of several of a kind. Is called on any thread, often, and must neither wait nor call elsewhere. */
@FunctionalInterface
public interface HealthCheck {

    List<HealthResult> look();
}
