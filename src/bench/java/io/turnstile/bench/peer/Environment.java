package io.turnstile.bench.peer;

import java.util.Objects;

/** Variables by which the benchmark tells a peer where to work. */
final class Environment {

    static final String BROKERS = get("KAFKA_BROKERS");
    static final String GROUP = get("KAFKA_GROUP");
    static final String REQUESTS = get("TOPIC_REQUESTS");
    static final String SCHEDULES = get("TOPIC_SCHEDULES");
    static final String API = get("ALTEGIO_BASE_URL");
    static final int CONCURRENCY = Integer.parseInt(get("INTAKE_CONCURRENCY"));
    static final String AUTHORIZATION = "Bearer sim-partner, User sim-user";
    static final String ACCEPT = "application/vnd.api.v2+json";

    private Environment() {}

    private static String get(String name) {
        return Objects.requireNonNull(System.getenv("TURNSTILE_" + name), name);
    }
}
