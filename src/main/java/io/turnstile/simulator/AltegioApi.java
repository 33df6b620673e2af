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

    /** Answers with as few tokens as the reference asks for. */
    Answer answer(Call call) {
        return answer(call, false);
    }

    /**
     * Answers 406 to a wrong Accept header and 401 to a wrong Authorization before it looks at anything else. The partner
     * token alone is enough for search, check and auth; a user token beside it must be good.
     *
     * @param userTokenRequired whether search and check need a user token too
     */
    Answer answer(Call call, boolean userTokenRequired) {
        if (!call.accept().contains(MEDIA_TYPE)) {
            return Answer.refusal(406, "Accept must be " + MEDIA_TYPE);
        }
        boolean admitted =
                switch (call.operation()) {
                    case AUTH -> tokens.admitsPartner(call.authorization());
                    case SEARCH, CHECK ->
                        tokens.admitsUser(call.authorization())
                                || !userTokenRequired && tokens.isPartnerAlone(call.authorization());
                    default -> tokens.admitsUser(call.authorization());
                };
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
