package io.turnstile.booking;

/** Reason why a request became a dead letter. The names are values of the {@code turnstile-reason} header and never change. */
public enum Reason {
    /** The search returned no membership. */
    NO_MEMBERSHIP(Kind.REJECTED),
    /** The membership the request names is not among those the search returned. */
    MEMBERSHIP_NOT_APPLICABLE(Kind.REJECTED),
    /** The best check has fewer visits available than days were requested. */
    NOT_ENOUGH_VISITS(Kind.REJECTED),
    /** There are visits enough, but not all of the days can be booked. */
    DAYS_NOT_BOOKABLE(Kind.REJECTED),
    /** Altegio answered 404; this and the next two only with the API's own error object. */
    NOT_FOUND(Kind.REJECTED),
    /** Altegio answered 400 or 422. */
    REFUSED(Kind.REJECTED),
    /** Altegio answered 403, or 401 to this request alone. */
    FORBIDDEN(Kind.REJECTED),
    /** The value is not one JSON object in UTF-8 with nothing after it. */
    NOT_JSON(Kind.MALFORMED),
    /** The value is JSON, but against the rules of a request. */
    INVALID_REQUEST(Kind.MALFORMED),
    /** A status of failure, a timeout or a broken connection for this request alone, after all retries. */
    UPSTREAM_ERROR(Kind.FAILED),
    /** A body that is not what the API promises with its status, for this request alone, after all retries. */
    UNREADABLE_RESPONSE(Kind.FAILED);

    private final Kind kind;

    Reason(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
