package io.turnstile.simulator.world;

/**
 * Refusal of the API: Altegio saying no.
 *
 * @param status 400 to 599
 * @param message what it says, as in {@code meta.message}
 */
public record ApiError(int status, String message) {
    public ApiError {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
    }
}
