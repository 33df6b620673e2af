package io.turnstile.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One odd answer.
 *
 * @param status 200 to 599; 0 = the kind's own
 * @param pause before each byte of {@link OddKind#DRIP}; null = 9 s
 */
public record OddResponse(OddKind kind, int status, @Nullable Duration pause) {

    private static final Duration PAUSE = Duration.ofSeconds(9);

    public OddResponse {
        if (kind == null) {
            throw new IllegalArgumentException("an odd answer needs a kind: " + names());
        }
        status = status == 0 ? kind.defaultStatus() : status;
        pause = Objects.requireNonNullElse(pause, PAUSE);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("the status of an odd answer must be 200 to 599, not " + status);
        }
        if (pause.isNegative()) {
            throw new IllegalArgumentException("the pause of an odd answer must not be negative");
        }
    }

    public static OddResponse of(OddKind kind) {
        return new OddResponse(kind, 0, null);
    }

    public static OddResponse of(OddKind kind, int status) {
        return new OddResponse(kind, status, null);
    }

    /**
     * Reads {@code html} or {@code html:403}.
     *
     * @throws IllegalArgumentException if it is something else; the message is for people
     */
    public static OddResponse parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        OddKind kind = Arrays.stream(OddKind.values())
                .filter(each -> name(each).equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(text));
        try {
            return of(kind, colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException noNumber) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "an odd answer looks like html or html:403, not \"" + text + "\"; kinds are " + names());
    }

    private static String names() {
        return String.join(
                ", ", Arrays.stream(OddKind.values()).map(OddResponse::name).toList());
    }

    private static String name(OddKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
