package io.turnstile.altegio.gate.auth;

/** The one token of the configuration. */
public final class FixedTokens implements Tokens {

    private final Token token;
    private final String refusal;

    public FixedTokens(Credentials.FixedToken fixed) {
        this.token = new Token(fixed.partnerToken(), fixed.userToken());
        this.refusal = "Altegio refuses the token. Fix turnstile.altegio.partner-token"
                + (fixed.hasUser() ? " and turnstile.altegio.user-token" : "")
                + ", and start Turnstile again (a file of it is read again by itself)";
    }

    @Override
    public Token current(Line line) {
        return token;
    }

    @Override
    public boolean isCurrent(Token other) {
        return token == other;
    }

    @Override
    public boolean refused(Token refused) {
        return token != refused;
    }

    @Override
    public String refusal() {
        return refusal;
    }
}
