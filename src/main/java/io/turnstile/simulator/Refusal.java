package io.turnstile.simulator;

/**
 * Is Altegio saying no.
 *
 * @param status 400 to 599
 * @param message what it says, as in {@code meta.message}
 */
public record Refusal(int status, String message) {
    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
    }
}
