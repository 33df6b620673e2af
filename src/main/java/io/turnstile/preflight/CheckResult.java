package io.turnstile.preflight;

/**
 * Result of one check.
 *
 * @param name what was checked: one word
 * @param detail one line for a person: what is there, or what is wrong and what to do; without secrets
 */
public record CheckResult(Status status, String name, String detail) {

    /** Result of a check; only {@code FAIL} keeps Turnstile from working. */
    public enum Status {
        OK,
        WARN,
        FAIL,
        SKIP
    }

    static CheckResult ok(String name, String detail) {
        return new CheckResult(Status.OK, name, detail);
    }

    static CheckResult warn(String name, String detail) {
        return new CheckResult(Status.WARN, name, detail);
    }

    static CheckResult skip(String name, String detail) {
        return new CheckResult(Status.SKIP, name, detail);
    }

    /** Makes the result of a check that failed. */
    public static CheckResult fail(String name, String detail) {
        return new CheckResult(
                Status.FAIL, name, detail.lines().findFirst().orElse(detail).strip());
    }

    public boolean isFailed() {
        return status == Status.FAIL;
    }
}
