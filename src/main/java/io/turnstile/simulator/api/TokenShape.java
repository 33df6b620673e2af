package io.turnstile.simulator.api;

/** Place where {@code POST /auth} puts the user token: both occur in the wild. */
public enum TokenShape {
    /** {@code {"id": 123456, "user_token": "..."}}. */
    TOP,
    /** {@code {"success": true, "data": {"user_token": "..."}}}. */
    DATA
}
