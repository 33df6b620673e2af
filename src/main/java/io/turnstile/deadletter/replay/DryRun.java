package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Content;

/** Dry run that asks Altegio about a dead letter's request and decides it, without writing anything. */
@FunctionalInterface
public interface DryRun {

    /**
     * Decides one request as the pipeline would, with the priority of replays.
     *
     * @param value the request to decide: the letter's own, or an edited one
     * @throws java.util.concurrent.TimeoutException if Altegio, or this instance's share of the quota, lets it wait too long
     */
    DryRunResult decide(Content letter, byte[] value)
            throws java.util.concurrent.TimeoutException, InterruptedException;
}
