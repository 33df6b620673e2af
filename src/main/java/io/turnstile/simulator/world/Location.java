package io.turnstile.simulator.world;

/**
 * Branch of a chain.
 *
 * @param id what Altegio calls company or salon id
 * @param chainId the chain whose memberships are valid here
 * @param forbidden the tokens have no right on it: every call about it gets 403
 */
public record Location(long id, long chainId, boolean forbidden) {}
