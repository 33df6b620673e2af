package io.turnstile.simulator;

/** Answers calls as Altegio does when all is well: a function of the call, the world and the tokens. */
final class AltegioApi {
    static final String MEDIA_TYPE = "application/vnd.api.v2+json";

    private final Tokens tokens;
    private final SearchAnswer search;
    private final CheckAnswer check;
    private final TypesAnswer types;
    private final AuthAnswer auth;

    AltegioApi(World world, Tokens tokens) {
        this.tokens = tokens;
        this.search = new SearchAnswer(world);
        this.check = new CheckAnswer(world);
        this.types = new TypesAnswer(world);
        this.auth = new AuthAnswer(tokens);
    }

    /** Answers 406 to a wrong Accept header and 401 to a wrong Authorization before it looks at anything else. */
    Answer answer(Call call) {
        if (!call.accept().contains(MEDIA_TYPE)) {
            return Answer.refusal(406, "Accept must be " + MEDIA_TYPE);
        }
        boolean admitted = call.operation() == Operation.AUTH
                ? tokens.admitsPartner(call.authorization())
                : tokens.admitsUser(call.authorization());
        if (!admitted) {
            return Answer.refusal(401, "Authentication needed.");
        }
        return switch (call.operation()) {
            case SEARCH -> search.answer(call);
            case CHECK -> check.answer(call);
            case TYPES -> types.answer(call);
            case AUTH -> auth.answer(call);
            case UNKNOWN -> Answer.refusal(404, "Not found");
        };
    }
}
