package io.turnstile.routetest;

import java.util.List;

/**
 * Result of a test.
 *
 * @param line where it begins in its file
 * @param nanos how long it took
 * @param differences what is not as expected, a line each; empty if it passed
 */
public record RouteTestResult(String file, int line, String name, long nanos, List<String> differences) {

    public RouteTestResult {
        differences = List.copyOf(differences);
    }

    public boolean isPassed() {
        return differences.isEmpty();
    }
}
