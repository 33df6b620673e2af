package io.turnstile.altegio.gate.auth;

import java.io.IOException;

/** Source of tokens whose credentials may be replaced while calls are made: the next call is made with the new ones. */
public final class ReplaceableTokens implements Tokens {

    private volatile Tokens tokens;

    public ReplaceableTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Replaces the source. A token that is refused later, and came from the one before, says nothing about the new one. */
    public void replace(Tokens next) {
        tokens = next;
    }

    @Override
    public Token current(Line line) throws IOException, InterruptedException {
        return tokens.current(line);
    }

    @Override
    public boolean isCurrent(Token token) {
        return tokens.isCurrent(token);
    }

    @Override
    public boolean refused(Token token) {
        return tokens.refused(token);
    }

    @Override
    public String refusal() {
        return tokens.refusal();
    }
}
