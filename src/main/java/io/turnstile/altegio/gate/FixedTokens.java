package io.turnstile.altegio.gate;

import java.time.Duration;

/** The one token of the configuration. */
final class FixedTokens implements Tokens {

    private static final String REFUSED =
            "Altegio refuses the token. Mend turnstile.altegio.partner-token and turnstile.altegio.user-token,"
                    + " and start Turnstile again";
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private final Token token;

    FixedTokens(Credentials.FixedToken fixed) {
        this.token = new Token(fixed.partnerToken(), fixed.userToken());
    }

    @Override
    public Token current(Line line) {
        return token;
    }

    @Override
    public boolean isCurrent(Token other) {
        return true;
    }

    @Override
    public boolean refused(Token refused) {
        return false;
    }

    @Override
    public Hold hold() {
        return new Hold(GateStatus.Reason.TOKEN_REFUSED, REFUSED, null, PROBE_EVERY);
    }
}
