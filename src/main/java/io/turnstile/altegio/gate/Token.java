package io.turnstile.altegio.gate;

/** A partner and a user token as Altegio wants to see them, and whether it has taken them yet. Thread-safe. */
final class Token {

    private final String authorization;
    private volatile boolean accepted;

    /** @param user null for the partner token alone */
    Token(String partner, String user) {
        this.authorization = "Bearer " + partner + (user == null || user.isBlank() ? "" : ", User " + user);
    }

    /** Returns the value of the header {@code Authorization}. */
    String authorization() {
        return authorization;
    }

    void accept() {
        if (!accepted) {
            accepted = true;
        }
    }

    /** Returns whether Altegio answered a call with this token by anything but 401. */
    boolean wasAccepted() {
        return accepted;
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
