package io.turnstile.simulator.fault;

/** Kinds of answers that no API of Altegio gives, or gives only to one: those of servers in front of it, and those of faults. */
public enum OddKind {
    /** The API's own error object. */
    ERROR(500),
    /** The web page of a proxy, a firewall or a load balancer. */
    HTML(403),
    /** A web page that points to another host. */
    REDIRECT(301),
    /** No body at all. */
    EMPTY(502),
    /** {@code "success": false} and no data. */
    SUCCESS_FALSE(200),
    /** A JSON object of another API. */
    WRONG_SHAPE(200),
    /** The good answer, compressed, whose compressed part does not end. */
    ENDLESS_GZIP(200),
    /** The good answer, a byte at a time with a pause before the next. */
    DRIP(200),
    /** An error object that quotes the request's headers and body, secrets included. */
    QUOTE(400);

    private final int status;

    OddKind(int status) {
        this.status = status;
    }

    /** Returns the status it has unless another is wanted. */
    int defaultStatus() {
        return status;
    }
}
