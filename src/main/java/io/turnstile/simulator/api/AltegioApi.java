package io.turnstile.simulator.api;

import io.turnstile.simulator.world.World;

/** API as Altegio answers when all is well: a function of the call, the world and the tokens. */
public final class AltegioApi {
    static final String MEDIA_TYPE = "application/vnd.api.v2+json";

    private final IssuedTokens tokens;
    private final SearchEndpoint search;
    private final CheckEndpoint check;
    private final TypesEndpoint types;
    private final AuthEndpoint auth;

    public AltegioApi(World world, IssuedTokens tokens) {
        this.tokens = tokens;
        this.search = new SearchEndpoint(world);
        this.check = new CheckEndpoint(world);
        this.types = new TypesEndpoint(world);
        this.auth = new AuthEndpoint(tokens);
    }

    /** Answers with as few tokens as the reference asks for. */
    public ApiResponse answer(ApiCall call) {
        return answer(call, false);
    }

    /**
     * Answers 406 to a wrong Accept header and 401 to a wrong Authorization before it looks at anything else. The partner
     * token alone is enough for search, check and auth; a user token beside it must be good.
     *
     * @param userTokenRequired whether search and check need a user token too
     */
    public ApiResponse answer(ApiCall call, boolean userTokenRequired) {
        if (!call.accept().contains(MEDIA_TYPE)) {
            return ApiResponse.refusal(406, "Accept must be " + MEDIA_TYPE);
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
            return ApiResponse.refusal(401, "Authentication needed.");
        }
        return switch (call.operation()) {
            case SEARCH -> search.answer(call);
            case CHECK -> check.answer(call);
            case TYPES -> types.answer(call);
            case AUTH -> auth.answer(call);
            case UNKNOWN -> ApiResponse.refusal(404, "Not found");
        };
    }
}
