package io.turnstile.simulator.api;

/** Operation of the API. */
public enum ApiOperation {
    /** The memberships of a client that cover an event. */
    SEARCH,
    /** The days of an event one membership can book. */
    CHECK,
    /** The membership types of a location. */
    TYPES,
    /** The user token for login and password. */
    AUTH,
    /** Anything else: an address the API does not know. */
    UNKNOWN
}
