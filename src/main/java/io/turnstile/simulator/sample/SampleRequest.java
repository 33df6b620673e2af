package io.turnstile.simulator.sample;

import io.turnstile.simulator.world.ExpectedOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Record for the requests topic, and what has to become of it as long as the world stays as it is.
 *
 * @param key a client id in decimal digits
 * @param value a booking request as JSON in UTF-8; anything at all when it is to be malformed, but not null
 * @param expected its outcome
 */
public record SampleRequest(String key, byte[] value, ExpectedOutcome expected) {
    public SampleRequest {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expected, "expected");
    }

    /** Returns the value as text; bytes that are not UTF-8 are replaced. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Returns whether the value is one JSON object, be it a booking request or not. */
    public boolean jsonObject() {
        return expected != ExpectedOutcome.NOT_JSON;
    }
}
